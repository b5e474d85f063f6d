import { Command } from "commander";
import type { SearchSummary } from "../../protocol/runner.ts";
import { type Runner, withRunner } from "../connection.ts";
import { ExitCode } from "../exit-codes.ts";
import { apiKeyFor } from "../llm-option.ts";
import { jsonOption } from "../option-values.ts";
import { printJson, printLine } from "../output.ts";

interface Control {
  readonly name: string;
  readonly description: string;
  readonly run: (runner: Runner, id: string) => Promise<SearchSummary | undefined>;
}

const controls: readonly Control[] = [
  {
    name: "pause",
    description: "pause a search after the running evaluation",
    run: (runner, id) => runner.request("search/pause", { id }),
  },
  {
    name: "resume",
    description: "go on with a paused, stopped, failed or interrupted search",
    run: async (runner, id) => {
      const { spec } = await runner.request("search/get", { id });
      return await runner.request("search/resume", { id, ...apiKeyFor(spec.llm, process.env) });
    },
  },
  {
    name: "stop",
    description: "end a search with its best so far",
    run: (runner, id) => runner.request("search/stop", { id }),
  },
  {
    name: "delete",
    description: "forget a search with all it measured",
    run: async (runner, id) => {
      await runner.request("search/delete", { id });
      return undefined;
    },
  },
];

/** `self-pruner pause|resume|stop|delete`: one request each about one search. */
export function controlCommands(): Command[] {
  return controls.map(({ name, description, run }) =>
    new Command(name)
      .description(description)
      .argument("<id>", "search, as `self-pruner runs` lists it")
      .addOption(jsonOption())
      .addHelpText("after", `\nExample:\n  $ self-pruner ${name} 3fa4c1`)
      .action(async (id: string, { json }: { json?: boolean }) => {
        const summary = await withRunner((runner) => run(runner, id));
        if (json) printJson({ type: "search", ...(summary ?? { id, deleted: true }) });
        else printLine(outcomeText(id, summary));
        // The runner waits for what it lacks, such as a key.
        if (name === "resume" && summary?.state === "paused") process.exitCode = ExitCode.userError;
      }),
  );
}

function outcomeText(id: string, summary: SearchSummary | undefined): string {
  if (!summary) return `${id} deleted`;
  return `${id} ${summary.state}${summary.status ? `: ${summary.status}` : ""}`;
}
