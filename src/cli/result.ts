import type { SearchDetail } from "../protocol/runner.ts";
import { reportLines, rowRecord } from "../protocol/text/card-text.ts";
import { duration, evaluationsText } from "../protocol/text/numbers.ts";
import { resultComments } from "../protocol/text/result-comments.ts";
import { formatRateFile } from "../ratefile/format.ts";
import { modelPathFor } from "../ratefile/model-path.ts";

import { writeResult } from "./rate-file-path.ts";

/**
 * Writes the best rates of a search as a rate file, with its numbers and their protocol as comments.
 * @returns the path, or undefined when the search has no best candidate yet
 */
export async function writeBest(detail: SearchDetail, file: string, force: boolean): Promise<string | undefined> {
  const { bestRates, spec } = detail;
  if (!bestRates) return undefined;
  const text = formatRateFile({
    comments: resultComments(detail),
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
    `${state} after ${evaluationsText(evaluations)} in ${duration(elapsed)}${reason}`,
    ...(report ? reportLines(report) : []),
    ...(out === undefined ? [] : [`best rates: ${out}`]),
  ];
}

/** The last JSON line of a search. */
export function resultRecord({ summary, report, bestRates, notes }: SearchDetail, out: string | undefined): object {
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
    notes,
  };
}
