import type { SearchDetail } from "../protocol/runner.ts";
import { formatRateFile } from "../ratefile/format.ts";
import { modelPathFor } from "../ratefile/model-path.ts";
import { duration, fitness, percent } from "./numbers.ts";
import { reportLines, rowRecord } from "./protocol-text.ts";
import { writeResult } from "./rate-file-path.ts";

/**
 * Writes the best rates of a search as a rate file, with its numbers and their protocol as comments.
 * @returns the path, or undefined when the search has no best candidate yet
 */
export async function writeBest(detail: SearchDetail, file: string, force: boolean): Promise<string | undefined> {
  const { bestRates, spec } = detail;
  if (!bestRates) return undefined;
  const text = formatRateFile({
    comments: commentLines(detail),
    model: modelPathFor(file, spec.model),
    target: spec.target,
    rates: bestRates,
  });
  return await writeResult(file, text, force);
}

/** What a person reads at the end of a search. */
export function resultLines({ summary, report }: SearchDetail, out: string | undefined): string[] {
  const { state, endReason, evaluations, elapsed } = summary;
  const reason = endReason ? ` (${endReason})` : "";
  return [
    `${state} after ${evaluations} evaluations in ${duration(elapsed)}${reason}`,
    ...(report ? reportLines(report) : []),
    ...(out === undefined ? [] : [`best rates: ${out}`]),
  ];
}

/** The last JSON line of a search. */
export function resultRecord({ summary, report, bestRates }: SearchDetail, out: string | undefined): object {
  const { id, state, status, endReason, bestFitness, evaluations, elapsed, llm } = summary;
  return {
    type: "result",
    id,
    state,
    status,
    endReason,
    out,
    rates: bestRates,
    fitness: bestFitness,
    validation: rowRecord(report?.validation),
    test: rowRecord(report?.test),
    evaluations,
    seconds: elapsed,
    llm,
  };
}

function commentLines(detail: SearchDetail): string[] {
  const { summary, spec, report } = detail;
  const { id, method, objective, bestFitness, evaluations, createdAt } = summary;
  return [
    ...(report ? reportLines(report) : []),
    `${method} at ${percent(spec.target)}, ${objective} ${fitness(bestFitness)} on ${spec.windows.search} search windows after ${evaluations} evaluations`,
    ...reproductionLines(detail),
    `search ${id} of ${createdAt.slice(0, 10)}, seed ${spec.seed}, importance ${spec.importance} (${spec.scoring})`,
  ];
}

/** The command that measures the test perplexity again; the search calibrates on the first windows of its text. */
function reproductionLines({ spec, report }: SearchDetail): string[] {
  const { search, test } = spec.texts;
  const card = report?.test?.best.card;
  if (!test || !card) return [];
  const flags = [
    `--text ${test.path} --calibration ${search.path} --calibration-windows ${spec.windows.calibration}`,
    ...(test.field === "text" ? [] : [`--field ${test.field}`]),
    `--seqlen ${card.seqlen}${card.bos ? " --bos" : ""} --windows ${card.windows}`,
    `--importance ${spec.importance} --scoring ${spec.scoring} --dtype ${spec.dtype}`,
  ];
  return [`again: self-pruner evaluate THIS_FILE ${flags.join(" ")}`];
}
