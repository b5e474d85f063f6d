import { Command } from "commander";
import { withRunner } from "../connection.ts";
import { jsonOption } from "../option-values.ts";
import { mustBeWritable } from "../rate-file-path.ts";
import { type WatchOptions, watchSearch } from "../watch-search.ts";

const examples = `
Examples:
  $ self-pruner attach 3fa4c1
  $ self-pruner attach 3fa4c1 --out best.prune`;

/** `self-pruner attach`: shows a search that is running, or how it ended. */
export function attachCommand(): Command {
  return new Command("attach")
    .description("show a search until it ends; Ctrl-C leaves it running")
    .argument("<id>", "search, as `self-pruner runs` lists it")
    .option("--out <file>", "write the best rates there at the end")
    .option("--force", "write over --out")
    .option("--stop-on-interrupt", "Ctrl-C stops the search instead of leaving it")
    .addOption(jsonOption())
    .addHelpText("after", examples)
    .action(attach);
}

async function attach(id: string, options: WatchOptions): Promise<void> {
  if (options.out !== undefined) await mustBeWritable(options.out);
  await withRunner(async (runner) => {
    process.exitCode = await watchSearch(runner, id, options);
  });
}
