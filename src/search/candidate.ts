import type { Plan } from "../pruning/plan.ts";
import type { RateVector } from "../pruning/rates.ts";

/** What made a candidate. */
export type Operator = "baseline" | "initial" | "mutation" | "crossover";

/** Who wrote it. */
export type Author = "llm" | "classical" | "method";

/** A rate vector with its plan. */
export interface Candidate {
  /** 0, 1, 2 … in the order of birth within one search. */
  readonly id: number;
  /** 0 = the initial population. */
  readonly generation: number;
  readonly operator: Operator;
  readonly author: Author;
  /** Ids of the parents the author named, or that the classical operator used. */
  readonly parents: readonly number[];
  /** Ordinal of the LLM request that it came from. */
  readonly request?: number;
  /** Five-decimal rates that meet the target; the plan follows from them. */
  readonly rates: RateVector;
  readonly plan: Plan;
  /** Root mean square distance between the proposed rates and these, 0 when nothing had to be repaired. */
  readonly repair: number;
}

/** A candidate's score on all search windows it has seen. Lower is better. */
export interface Scored {
  readonly candidate: Candidate;
  readonly fitness: number;
}
