import type { Plan } from "../pruning/plan.ts";
import type { Operator } from "./candidate.ts";

/** Windows [from, to) of the search text. */
export interface WindowRange {
  readonly from: number;
  readonly to: number;
}

/** What scoring a plan on a range of windows gave. */
export interface Evaluation {
  /** Summed loss of each window in nats: negative log-likelihood, or KL divergence to the dense model. */
  readonly losses: readonly number[];
  /** Predicted tokens per window: the denominator of the mean. */
  readonly targetsPerWindow: number;
  /** Tokens forwarded. */
  readonly tokens: number;
  /** Seconds of work, as first measured; a repeated question is answered with the stored figure. */
  readonly seconds: number;
}

/** Scores plans. The same question always has the same answer, and asking twice costs nothing. */
export interface Evaluator {
  /** Windows of the search text. */
  readonly windows: number;
  evaluate(plan: Plan, range: WindowRange, signal: AbortSignal): Promise<Evaluation>;
  /**
   * Share of each layer's weights whose |W|·‖X‖ exceeds `threshold` times the layer's mean, 0 to 1 (OWL's layerwise
   * outlier distribution, Yin et al. 2024).
   */
  outlierRatios(threshold: number, signal: AbortSignal): Promise<readonly number[]>;
}

/** An individual as the LLM is shown it. */
export interface ShownIndividual {
  readonly id: number;
  /** One pruning rate per layer. */
  readonly rates: readonly number[];
  readonly fitness: number;
}

/** What is asked of the one who writes offspring. */
export interface ProposalRequest {
  /** 0, 1, 2 … in a search: recorded answers are found by it. */
  readonly ordinal: number;
  readonly operator: Exclude<Operator, "baseline">;
  readonly generation: number;
  /** Rate vectors wanted. */
  readonly count: number;
  readonly layers: number;
  /** The mean that every vector must have. */
  readonly target: number;
  /** Best first; empty for the initial population. */
  readonly population: readonly ShownIndividual[];
  /** A second try for what the first answer to the same question lacked. */
  readonly retry: boolean;
}

/** A rate vector as it was written: any length, any numbers. */
export interface Proposal {
  readonly values: readonly number[];
  /** Ids of parents, where the answer names them. */
  readonly parents: readonly number[];
}

/** What one request cost and what went wrong in it. */
export interface ProposalOutcome {
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** USD. */
  readonly money: number;
  readonly seconds: number;
  /** How often each kind of fault was met (`http-429`, `timeout`, `cut-stream`, `prose`, `not-a-number` …). */
  readonly faults: Readonly<Record<string, number>>;
  /** One sentence why no answer could be had, free of secrets; absent when there was one. */
  readonly problem?: string;
}

/**
 * Writes offspring. Yields vectors as they arrive and returns what it cost. It never throws for a fault of the LLM: an
 * answer that cannot be had yields nothing and counts its faults. It throws only what `signal` was aborted with.
 */
export interface Proposer {
  propose(request: ProposalRequest, signal: AbortSignal): AsyncGenerator<Proposal, ProposalOutcome>;
}

/** Time for budgets. */
export interface Clock {
  /** Seconds the search has been running, pauses and earlier lives of the process taken into account. */
  elapsed(): number;
}
