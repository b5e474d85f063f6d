import type { SearchDetail } from "../protocol/runner.ts";
import { llmSilence } from "../protocol/text/llm-silence.ts";
import type { Runner } from "./connection.ts";
import { ExitCode } from "./exit-codes.ts";
import { followSearch } from "./follow.ts";
import { onInterrupt } from "./interrupt.ts";
import { printJson, printLine, printNote } from "./output.ts";
import { reporterFor } from "./progress/reporter.ts";
import { resultLines, resultRecord, writeBest } from "./result.ts";

export interface WatchOptions {
  readonly json?: boolean;
  /** Where the best rates go; they are not written when left out. */
  readonly out?: string;
  readonly force?: boolean;
  readonly stopOnInterrupt?: boolean;
}

/** Shows a search until it ends or the person leaves, writes its best rates, and says what the program ends with. */
export async function watchSearch(runner: Runner, id: string, options: WatchOptions): Promise<ExitCode> {
  const stop = () => {
    printNote("Stopping; Ctrl-C again leaves the search to itself.");
    runner.request("search/stop", { id }).catch((thrown: unknown) => printNote(`Could not stop: ${String(thrown)}`));
  };
  const interrupts = onInterrupt(options.stopOnInterrupt ? stop : undefined);
  try {
    const detail = await followSearch(runner, id, reporterFor(options.json ?? false), interrupts.detached);
    return detail ? await conclude(detail, options) : leave(id, options);
  } finally {
    interrupts.dispose();
  }
}

async function conclude(detail: SearchDetail, { out, force, json }: WatchOptions): Promise<ExitCode> {
  const written = out === undefined ? undefined : await writeBest(detail, out, force ?? false);
  const { state, id, status, llm } = detail.summary;
  if (json) printJson(resultRecord(detail, written));
  else for (const line of resultLines(detail, written)) printLine(line);
  for (const note of detail.notes) printNote(`note: ${note}`);
  const silence = llmSilence(llm);
  if (silence !== undefined) printNote(`warning: ${silence}`);
  if (state !== "failed" && state !== "interrupted") return ExitCode.ok;
  printNote(`error: ${status || "The search was interrupted."}`);
  const attach = attachLine(id, out);
  printNote(`hint: self-pruner resume ${id} goes on from where it stopped, and ${attach} shows it.`);
  return ExitCode.searchFailed;
}

function leave(id: string, { json, out }: WatchOptions): ExitCode {
  if (json) printJson({ type: "detached", id });
  printNote(`\nThe search goes on in the background.\n  ${attachLine(id, out)}\n  self-pruner stop ${id}`);
  return ExitCode.interrupted;
}

/** The command that comes back to a search and writes what was to be written. */
export function attachLine(id: string, out: string | undefined): string {
  return `self-pruner attach ${id}${out === undefined ? "" : ` --out ${out}`}`;
}
