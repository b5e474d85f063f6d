import { UserError } from "../../base/errors.ts";
import type { CandidateDetail, SearchDetail } from "../../protocol/runner.ts";
import { fitnessText, percent } from "../../protocol/text/numbers.ts";
import { objectiveWords } from "../../protocol/text/objectives.ts";
import { resultComments } from "../../protocol/text/result-comments.ts";
import type { CandidateRef } from "../../protocol/webview.ts";
import type { RunnerLink } from "../runner/link.ts";

/** Attention and MLP rate of each layer. */
export type Rates = NonNullable<SearchDetail["bestRates"]>;

type Asks = Pick<RunnerLink, "request">;

/** Rates with what is to be said of them. */
export interface RateSource {
  readonly rates: Rates;
  readonly comments: readonly string[];
  /** Absolute path of the model folder. */
  readonly model: string;
  readonly target: number | undefined;
  /** File name without an ending: `tiny-llama-30`. */
  readonly name: string;
}

/** The best rates of a search so far. @throws UserError `rates-missing` when nothing was evaluated yet */
export async function bestRates(link: Asks, id: string): Promise<RateSource> {
  const detail = await link.request("search/get", { id });
  if (!detail.bestRates) {
    const message = `Search ${id} has evaluated no candidate yet.`;
    throw new UserError("rates-missing", message, "Wait until the first one is evaluated.");
  }
  return sourceOf(detail, detail.bestRates, resultComments(detail), "");
}

/** The rates of a candidate, whether it was scored to the end or not. */
export async function candidateRates(link: Asks, { search, candidate }: CandidateRef): Promise<RateSource> {
  const [detail, found] = await Promise.all([
    link.request("search/get", { id: search }),
    link.request("search/candidate", { id: search, candidate }),
  ]);
  return sourceOf(detail, found.candidate.rates, candidateComments(detail, found), `-candidate-${candidate}`);
}

/** What a candidate is, and on what its fitness was measured: the test text was read for the best one only. */
function candidateComments({ summary, spec }: SearchDetail, { candidate, fitness: value }: CandidateDetail): string[] {
  const { id, operator, author, generation } = candidate;
  const measured =
    value === undefined
      ? "not evaluated on all search windows"
      : `${objectiveWords[summary.objective]} ${fitnessText(value)} on ${spec.windows.search} search windows`;
  const others = `uniform ${fitnessText(summary.uniformFitness)}, dense ${fitnessText(summary.denseFitness)}`;
  return [
    `candidate ${id} of generation ${generation}, ${operator} by ${author}: ${measured} (${others})`,
    `${summary.method} at ${percent(spec.target)}, search ${summary.id} of ${summary.createdAt.slice(0, 10)}, seed ${spec.seed}, importance ${spec.importance} (${spec.scoring})`,
  ];
}

function sourceOf({ summary, spec }: SearchDetail, rates: Rates, comments: string[], suffix: string): RateSource {
  const { model, target } = spec;
  return { rates, comments, model, target, name: `${rateFileName(summary.model, target)}${suffix}` };
}

/** `tiny-llama-30`: what every file system takes of a model's name, and the target in percent. */
export function rateFileName(model: string, target: number | undefined): string {
  const last = model.split(/[\\/]/).findLast(Boolean) ?? "";
  const name = last.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[-.]+/, "") || "rates";
  return target === undefined ? name : `${name}-${Number((target * 100).toFixed(3))}`;
}
