import { Command } from "commander";
import { checkRateFile, hasErrors, problemLines, problemRecords } from "../check-file.ts";
import { ExitCode } from "../exit-codes.ts";
import { jsonOption } from "../option-values.ts";
import { printJson, printLine } from "../output.ts";

const examples = `
Examples:
  $ self-pruner check best.prune
  $ self-pruner check *.prune --model ./llama --json

Ends with 3 when a file has errors; docs/rate-file.md explains every code.`;

/** `self-pruner check`: the problems of rate files. */
export function checkCommand(): Command {
  return new Command("check")
    .description("check rate files, against their models where these can be opened")
    .argument("<files...>", "rate files (*.prune)")
    .option("--model <dir>", "check against this model folder instead of the one that a file names")
    .addOption(jsonOption())
    .addHelpText("after", examples)
    .action(check);
}

async function check(files: readonly string[], { model, json }: { model?: string; json?: boolean }): Promise<void> {
  for (const file of files) {
    const checked = await checkRateFile(file, model);
    if (json) printRecords(file, problemRecords(checked));
    else printLines(file, problemLines(checked));
    if (hasErrors(checked)) process.exitCode = ExitCode.problems;
  }
}

function printRecords(file: string, records: readonly object[]): void {
  for (const record of records) printJson(record);
  printJson({ type: "result", file, problems: records.length });
}

function printLines(file: string, lines: readonly string[]): void {
  for (const line of lines.length > 0 ? lines : [`${file}: no problems`]) printLine(line);
}
