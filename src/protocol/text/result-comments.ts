import type { SearchDetail } from "../runner.ts";
import { reportLines } from "./card-text.ts";
import { evaluationsText, fitnessText, percent, plural } from "./numbers.ts";

/** The numbers of a search, their protocol and how to measure them again: the comments of its rate file. */
export function resultComments(detail: SearchDetail): string[] {
  const { summary, spec, report, card } = detail;
  const windows = plural(card?.windows ?? spec.windows.search, "search window");
  const { id, method, objective, bestFitness, evaluations, createdAt } = summary;
  return [
    ...(report ? reportLines(report) : []),
    `${method} at ${percent(spec.target)}, ${objective} ${fitnessText(bestFitness)} on ${windows} after ${evaluationsText(evaluations)}`,
    ...reproductionLines(detail),
    `search ${id} of ${createdAt.slice(0, 10)}, seed ${spec.seed}, importance ${spec.importance} (${spec.scoring})`,
  ];
}

/** The command that measures the test perplexity again; the search calibrates on the first windows of its text. */
function reproductionLines({ spec, report, calibrationWindows }: SearchDetail): string[] {
  const { search, test } = spec.texts;
  const card = report?.test?.best.card;
  if (!test || !card) return [];
  // As many as there were: with more of them other units would go, and it would be another model.
  const calibrated = calibrationWindows ?? spec.windows.calibration;
  const flags = [
    `--text ${quoted(test.path)} --calibration ${quoted(search.path)} --calibration-windows ${calibrated}`,
    ...(test.field === "text" ? [] : [`--field ${test.field}`]),
    `--seqlen ${card.seqlen}${card.bos ? " --bos" : ""} --windows ${card.windows}`,
    `--importance ${spec.importance} --scoring ${spec.scoring} --dtype ${spec.dtype}`,
  ];
  return [`again: self-pruner evaluate THIS_FILE ${flags.join(" ")}`];
}

/** As a shell takes it for one word. */
function quoted(path: string): string {
  return /^[\w./:\\-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
