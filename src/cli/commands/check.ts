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
    if (json) for (const record of problemRecords(checked)) printJson(record);
    else for (const line of problemLines(checked)) printLine(line);
    if (hasErrors(checked)) process.exitCode = ExitCode.problems;
  }
}
