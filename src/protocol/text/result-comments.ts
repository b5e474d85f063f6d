import type { SearchDetail } from "../runner.ts";
import { reportLines } from "./card-text.ts";
import { fitnessText, percent } from "./numbers.ts";

/** The numbers of a search, their protocol and how to measure them again: the comments of its rate file. */
export function resultComments(detail: SearchDetail): string[] {
  const { summary, spec, report } = detail;
  const { id, method, objective, bestFitness, evaluations, createdAt } = summary;
  return [
    ...(report ? reportLines(report) : []),
    `${method} at ${percent(spec.target)}, ${objective} ${fitnessText(bestFitness)} on ${spec.windows.search} search windows after ${evaluations} evaluations`,
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
