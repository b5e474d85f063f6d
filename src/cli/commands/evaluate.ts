import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { Command, Option } from "commander";
import { UserError } from "../../base/errors.ts";
import { openModelFolder } from "../../model/open-model-folder.ts";
import { wireFitness } from "../../protocol/fitness.ts";
import type { EvaluateParams } from "../../protocol/runner.ts";
import { cardText } from "../../protocol/text/card-text.ts";
import { fitnessText } from "../../protocol/text/numbers.ts";
import { uniformRates } from "../../pruning/rates.ts";
import { runnableRates } from "../../ratefile/grid.ts";
import { fileChecker, hasErrors, problemLines, problemRecords } from "../check-file.ts";
import { type Runner, withRunner } from "../connection.ts";
import { type EvaluateOptions, evaluateParams, type Subject } from "../evaluate-params.ts";
import { ExitCode } from "../exit-codes.ts";
import { onInterrupt } from "../interrupt.ts";
import { deviceOptions, integer, jsonOption } from "../option-values.ts";
import { printJson, printLine, printNote } from "../output.ts";

type Options = EvaluateOptions & { readonly model?: string; readonly json?: boolean };

const examples = `
Examples:
  $ self-pruner evaluate best.prune --text wiki.test.txt --calibration c4.jsonl --seqlen 2048
  $ self-pruner evaluate --model ./llama --text wiki.test.txt         the dense model`;

/** `self-pruner evaluate`: the perplexity of a rate file, or of a dense model. */
export function evaluateCommand(): Command {
  const command = new Command("evaluate")
    .description("measure the perplexity of a rate file or of a dense model")
    .argument("[file]", "rate file; the dense model of --model when left out")
    .option("--model <dir>", "model folder, instead of the one that the file names")
    .requiredOption("--text <file>", "text to measure on (.txt, .jsonl, .parquet)")
    .option("--calibration <file>", "text that importance is measured on (default: the end of --text)")
    .option("--field <name>", "field or column that holds the text", "text")
    .option("--seqlen <n>", "tokens in a window (default: the model's context, at most 2048)", integer(8))
    .option("--bos", "put the BOS token in front of every window")
    .option("--windows <n>", "windows to measure (default: all)", integer(1))
    .option("--calibration-windows <n>", "windows that importance is measured on", integer(1), 32)
    .option("--importance <name>", "importance score of the units: wanda-sp or flap", "wanda-sp")
    .addOption(
      new Option("--scoring <how>", "score once on the dense model, or layer by layer on the pruned prefix")
        .choices(["dense", "sequential"])
        .default("dense"),
    );
  for (const option of deviceOptions()) command.addOption(option);
  return command.addOption(jsonOption()).addHelpText("after", examples).action(evaluate);
}

async function evaluate(file: string | undefined, options: Options): Promise<void> {
  const subject = file === undefined ? undefined : await subjectOf(file, options);
  if (file !== undefined && !subject) {
    process.exitCode = ExitCode.problems;
    return;
  }
  const model = subject?.model ?? (options.model === undefined ? undefined : resolve(options.model));
  if (model === undefined) {
    throw new UserError(
      "option-missing",
      "There is nothing to evaluate.",
      "Name a rate file, or a model with --model DIR.",
    );
  }
  const { transformer } = await openModelFolder(model);
  const dense = { model, rates: uniformRates(transformer.layers, 0), target: undefined };
  const params = evaluateParams(options, subject ?? dense, transformer.maxPositions);
  await withRunner((runner) => measure(runner, params, options.json ?? false));
}

/** What a rate file says is to be measured; undefined, with its problems printed, when it does not run. */
async function subjectOf(file: string, { model, json }: Options): Promise<Subject | undefined> {
  const checked = await (await fileChecker({ model }))(file);
  const runnable = runnableRates(checked.value, checked.model?.shape);
  if (!hasErrors(checked) && runnable && checked.folder !== undefined) {
    return { model: resolve(checked.folder), ...runnable };
  }
  for (const line of problemLines(checked)) printNote(line);
  if (json) for (const record of problemRecords(checked)) printJson(record);
  return undefined;
}

async function measure(runner: Runner, params: EvaluateParams, json: boolean): Promise<void> {
  const ticket = randomUUID();
  const interrupts = onInterrupt();
  interrupts.detached.then(() => runner.request("evaluate/cancel", { ticket })).catch(() => {});
  const off = runner.onNotification("evaluate/progress", (progress) => {
    if (progress.ticket === ticket) showProgress(progress, json);
  });
  try {
    const { perplexity, loss, card } = await runner.request("evaluate", { ...params, ticket });
    if (json)
      printJson({ type: "result", perplexity: wireFitness(perplexity), loss: wireFitness(loss), protocol: card });
    else printLine(`perplexity ${fitnessText(perplexity)} on ${cardText(card)}`);
  } finally {
    off();
    interrupts.dispose();
  }
}

function showProgress({ stage, done, total }: { stage: string; done: number; total: number }, json: boolean): void {
  if (json) printJson({ type: "progress", stage, done, total });
  else if (process.stderr.isTTY)
    process.stderr.write(`\r${stage} ${done}/${total}\x1b[K${done < total ? "" : "\r\x1b[K"}`);
}
