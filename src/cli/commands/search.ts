import { Command } from "commander";
import { openModelFolder } from "../../model/open-model-folder.ts";
import { withRunner } from "../connection.ts";
import { apiKeyFor } from "../llm-option.ts";
import { jsonOption } from "../option-values.ts";
import { printJson, printLine, printNote } from "../output.ts";
import { mustBeWritable } from "../rate-file-path.ts";
import { samplesFolder } from "../sample.ts";
import { addSearchOptions, type SearchOptions } from "../search-options.ts";
import { searchInputs, searchSpec } from "../search-spec.ts";
import { attachLine, watchSearch } from "../watch-search.ts";

type Options = SearchOptions & {
  readonly out: string;
  readonly force?: boolean;
  readonly detach?: boolean;
  readonly stopOnInterrupt?: boolean;
  readonly json?: boolean;
};

const examples = `
Examples:
  $ self-pruner search --sample
  $ self-pruner search --model ./llama --text c4.jsonl --test wiki.test.txt --target 0.3 --llm openai:gpt-4o
  $ self-pruner search --model ./llama --text c4.jsonl --target 0.3 --preset fast --max-seconds 3600 --detach

Ctrl-C leaves the search running in the background (see --stop-on-interrupt).`;

/** `self-pruner search`: finds the pruning rates of a model. */
export function searchCommand(): Command {
  const command = new Command("search").description("search the layer-wise pruning rates of a model");
  return addSearchOptions(command)
    .optionsGroup("Output:")
    .option("--out <file>", "where the best rates go; best-2.prune when best.prune exists", "best.prune")
    .option("--force", "write over --out")
    .option("--detach", "start the search in the background and print its id")
    .option("--stop-on-interrupt", "Ctrl-C stops the search instead of leaving it")
    .addOption(jsonOption())
    .addHelpText("after", examples)
    .action(search);
}

async function search(options: Options): Promise<void> {
  const inputs = searchInputs(options, samplesFolder());
  if (!options.detach) await mustBeWritable(options.out);
  const { transformer } = await openModelFolder(inputs.model);
  const spec = searchSpec(options, inputs, transformer.maxPositions);
  await withRunner(async (runner) => {
    const { id } = await runner.request("search/start", { spec, ...apiKeyFor(spec.llm, process.env) });
    if (options.json) printJson({ type: "started", id });
    else if (options.detach) printLine(id);
    if (options.detach) printNote(`${attachLine(id, options.out)} comes back to it and writes the rates.`);
    if (!options.detach) process.exitCode = await watchSearch(runner, id, options);
  });
}
