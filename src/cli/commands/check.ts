import { Command, Option } from "commander";
import type { CheckedRateFile } from "../../ratefile/check.ts";
import { type CheckFileOptions, checkFile, hasErrors, problemLines, problemRecords } from "../check-file.ts";
import { ExitCode } from "../exit-codes.ts";
import { jsonOption } from "../option-values.ts";
import { printJson, printLine } from "../output.ts";
import { sarifLog } from "../sarif.ts";

const examples = `
Examples:
  $ self-pruner check best.prune
  $ self-pruner check *.prune --model ./llama --json
  $ self-pruner check *.prune --sarif > rates.sarif

Ends with 3 when a file has errors; docs/rate-file.md explains every code.`;

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
  const checked: CheckedRateFile[] = [];
  for (const file of files) {
    const each = await checkFile(file, options);
    checked.push(each);
    if (options.json) printRecords(file, problemRecords(each));
    else if (!options.sarif) printLines(file, problemLines(each));
    if (hasErrors(each)) process.exitCode = ExitCode.problems;
  }
  if (options.sarif) printLine(JSON.stringify(sarifLog(checked), null, 2));
}

function printRecords(file: string, records: readonly object[]): void {
  for (const record of records) printJson(record);
  printJson({ type: "result", file, problems: records.length });
}

function printLines(file: string, lines: readonly string[]): void {
  for (const line of lines.length > 0 ? lines : [`${file}: no problems`]) printLine(line);
}
