import { basename } from "node:path";
import { Command } from "commander";
import type { SearchSummary } from "../../protocol/runner.ts";
import { duration, fitnessText, percent } from "../../protocol/text/numbers.ts";
import { withRunner } from "../connection.ts";
import { jsonOption } from "../option-values.ts";
import { printJson, printLine, tableLines } from "../output.ts";

const examples = `
Examples:
  $ self-pruner runs
  $ self-pruner runs --json | jq -r 'select(.state == "interrupted").id'`;

/** `self-pruner runs`: every search there is. */
export function runsCommand(): Command {
  return new Command("runs")
    .description("list the searches")
    .addOption(jsonOption())
    .addHelpText("after", examples)
    .action(runs);
}

async function runs({ json }: { json?: boolean }): Promise<void> {
  const { searches } = await withRunner((runner) => runner.request("search/list", {}));
  if (json) for (const summary of searches) printJson({ type: "search", ...summary });
  else for (const line of runsLines(searches)) printLine(line);
}

/** The table of searches. */
function runsLines(searches: readonly SearchSummary[]): string[] {
  if (searches.length === 0) return ["No searches yet. Start one: self-pruner search --sample"];
  const head = ["id", "state", "method", "model", "target", "evaluations", "best", "uniform", "time", "started"];
  return tableLines([head, ...searches.map(cells)]);
}

function cells(summary: SearchSummary): string[] {
  return [
    summary.id,
    summary.state,
    summary.method,
    basename(summary.model),
    percent(summary.target),
    `${Number(summary.evaluations.toFixed(1))}/${summary.expectedEvaluations}`,
    fitnessText(summary.bestFitness),
    fitnessText(summary.uniformFitness),
    duration(summary.elapsed),
    summary.createdAt.slice(0, 16).replace("T", " "),
  ];
}
