import type { Scorer } from "../evaluation/scorer.ts";
import { type Plan, planKey } from "../pruning/plan.ts";
import type { EvaluationQuestion, EvaluationStore } from "../runs/evaluation-store.ts";
import type { Evaluation, Evaluator, WindowRange } from "../search/ports.ts";
import type { Gate } from "./gate.ts";

/** What is to be scored. */
export interface Question {
  readonly text: string;
  /** Absent = the dense model. */
  readonly plan: Plan | undefined;
  readonly range: WindowRange;
  readonly objective: "perplexity" | "kl";
}

export interface StoredScorerParts {
  readonly search: string;
  readonly scorer: Scorer;
  readonly store: EvaluationStore;
  /** Closed while the search is paused: nothing new is asked of the scorer then. */
  readonly gate: Gate;
  /** Told of tokens that were really forwarded. */
  readonly onTokens: (tokens: number) => void;
}

/** A scorer that remembers for good: an answer is in the database before anybody hears it, and is never computed again. */
export class StoredScorer {
  readonly #parts: StoredScorerParts;
  readonly #underWay = new Map<string, Promise<Evaluation>>();

  constructor(parts: StoredScorerParts) {
    this.#parts = parts;
  }

  async score({ text, plan, range, objective }: Question, signal: AbortSignal): Promise<Evaluation> {
    const question = { text, objective, plan: plan ? planKey(plan) : "", range };
    const known = this.#parts.store.find(this.#parts.search, question);
    if (known) return known;
    const key = JSON.stringify(question);
    const underWay = this.#underWay.get(key) ?? this.#measure(question, plan, signal);
    this.#underWay.set(key, underWay);
    try {
      return await underWay;
    } finally {
      this.#underWay.delete(key);
    }
  }

  async outlierRatios(text: string, threshold: number, signal: AbortSignal): Promise<readonly number[]> {
    const { search, scorer, store } = this.#parts;
    const known = store.findOutlierRatios(search, threshold);
    if (known) return known;
    const ratios = await scorer.outlierRatios(text, threshold, signal);
    store.insertOutlierRatios(search, threshold, ratios);
    return ratios;
  }

  async #measure(question: EvaluationQuestion, plan: Plan | undefined, signal: AbortSignal): Promise<Evaluation> {
    const { search, scorer, store, gate, onTokens } = this.#parts;
    await gate.pass(signal);
    const { text, objective, range } = question;
    const score = await scorer.score({ text, objective, ...range, ...(plan && { plan }) }, signal);
    store.insert(search, question, score, scorer.deviceName);
    onTokens(score.tokens);
    return score;
  }
}

/** The evaluator that a method is given: plans on the windows of the search text. */
export function searchEvaluator(scorer: StoredScorer, windows: number, objective: "perplexity" | "kl"): Evaluator {
  return {
    windows,
    evaluate: (plan, range, signal) => scorer.score({ text: "search", plan, range, objective }, signal),
    outlierRatios: (threshold, signal) => scorer.outlierRatios("calibration", threshold, signal),
  };
}
