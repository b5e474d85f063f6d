import type { ChartPoint, SearchState, SearchSummary } from "../../src/protocol/runner.ts";
import { shortFitness } from "../../src/protocol/text/numbers.ts";
import { objectiveNames } from "../../src/protocol/text/objectives.ts";
import type { Author, Operator } from "../../src/search/candidate.ts";
import { originText } from "./candidate-words.ts";

/** The part of a search's id that tells it from others of the same day, where there is little room. */
export function searchMark(id: string): string {
  return id.slice(id.lastIndexOf("-") + 1);
}

export const operatorNames: Readonly<Record<Operator, string>> = {
  baseline: "Baseline",
  initial: "Initial vector",
  mutation: "Mutation",
  crossover: "Crossover",
};

export const authorNames: Readonly<Record<Author, string>> = {
  llm: "by the LLM",
  classical: "by a classical operator",
  method: "by the method itself",
};

export const stateNames: Readonly<Record<SearchState, string>> = {
  queued: "Queued",
  preparing: "Preparing",
  running: "Running",
  paused: "Paused",
  stopping: "Stopping",
  finished: "Finished",
  stopped: "Stopped",
  failed: "Failed",
  interrupted: "Interrupted",
};

/** A number at a tick of a fitness axis. */
export function tickText(value: number): string {
  if (value >= 1e5 || (value > 0 && value < 1e-4)) return value.toExponential(0);
  return String(Number(value.toPrecision(4)));
}

/** An evaluation as one sentence, for those who hear the chart. */
export function pointSentence(point: ChartPoint, objective: SearchSummary["objective"]): string {
  const { candidate, fitness, operator, author, generation } = point;
  const value = fitness === null ? "infinite" : shortFitness(fitness);
  const origin = originText(operator, author);
  return `Evaluation ${evaluationText(point)}: ${objectiveNames[objective]} ${value}, ${origin}, generation ${generation}, candidate ${candidate}.`;
}

/** Racing makes fractions of evaluations; one decimal is enough. */
export function evaluationText({ evaluation }: Pick<ChartPoint, "evaluation">): string {
  return String(Math.round(evaluation * 10) / 10);
}

/** `−14.2 %`: a share of something else, with its sign. */
export function signedPercent(share: number, decimals = 1): string {
  return `${share < 0 ? "−" : "+"}${Math.abs(share * 100).toFixed(decimals)} %`;
}
