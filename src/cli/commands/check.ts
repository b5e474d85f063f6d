import { Command, Option } from "commander";
import { UserError } from "../../base/errors.ts";
import {
  type CheckFileOptions,
  type CheckOutcome,
  type FileChecker,
  failureLine,
  fileChecker,
  hasErrors,
  printable,
  problemLines,
  problemRecords,
} from "../check-file.ts";
import { ExitCode } from "../exit-codes.ts";
import { failureRecord } from "../failure.ts";
import { jsonOption } from "../option-values.ts";
import { printJson, printLine } from "../output.ts";
import { sarifLog } from "../sarif.ts";

const examples = `
Examples:
  $ self-pruner check best.prune
  $ self-pruner check *.prune --model ./llama --json
  $ self-pruner check *.prune --sarif > rates.sarif

Ends with 3 when a file has errors and with 1 when one cannot be read; docs/rate-file.md explains every code.`;

type Options = CheckFileOptions & { readonly json?: boolean; readonly sarif?: boolean };

/** `self-pruner check`: the problems of rate files. */
export function checkCommand(): Command {
  return new Command("check")
    .description("check rate files, against their models where these can be opened")
    .argument("<files...>", "rate files (*.prune)")
    .option("--model <dir>", "check against this model folder instead of the one that a file names")
    .option("--no-edge-hints", "say nothing of first and last layers that are cut deeper than their neighbours")
    .addOption(jsonOption())
    .addOption(new Option("--sarif", "print a SARIF 2.1.0 log for code scanning").conflicts("json"))
    .addHelpText("after", examples)
    .action(check);
}

async function check(files: readonly string[], options: Options): Promise<void> {
  const checker = await fileChecker(options);
  const outcomes: CheckOutcome[] = [];
  for (const file of files) {
    const outcome = await outcomeOf(file, checker);
    outcomes.push(outcome);
    if (options.json) printRecords(outcome);
    else if (!options.sarif) printLines(outcome);
  }
  process.exitCode = exitCodeOf(outcomes);
  if (options.sarif) printLine(JSON.stringify(sarifLog(outcomes), null, 2));
}

/** A file that cannot be read is no reason to say nothing of the others. */
async function outcomeOf(file: string, checker: FileChecker): Promise<CheckOutcome> {
  try {
    return { file, checked: await checker(file) };
  } catch (thrown) {
    if (thrown instanceof UserError) return { file, failure: thrown };
    throw thrown;
  }
}

/** What could not be checked weighs more than what was found: a script must not take the rest for the whole. */
function exitCodeOf(outcomes: readonly CheckOutcome[]): ExitCode {
  if (outcomes.some(({ failure }) => failure)) return ExitCode.userError;
  return outcomes.some(({ checked }) => checked && hasErrors(checked)) ? ExitCode.problems : ExitCode.ok;
}

function printRecords({ file, checked, failure }: CheckOutcome): void {
  if (failure) printJson({ file, ...failureRecord(failure) });
  else {
    const records = problemRecords(checked);
    for (const record of [...records, { type: "result", file, problems: records.length }]) printJson(record);
  }
}

function printLines({ file, checked, failure }: CheckOutcome): void {
  const lines = failure ? [failureLine(file, failure)] : problemLines(checked);
  for (const line of lines.length > 0 ? lines : [`${printable(file)}: no problems`]) printLine(line);
}
