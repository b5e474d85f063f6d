import type { Candidate, Operator } from "./candidate.ts";
import type { ProposalOutcome } from "./ports.ts";

/** Why a search ended. */
export type EndReason = "complete" | "evaluations" | "tokens" | "seconds" | "llmCalls" | "llmTokens" | "llmMoney";

/** How the vectors of one request fared. */
export interface ProposalTally {
  readonly requested: number;
  /** New, valid plans. */
  readonly accepted: number;
  /** Accepted, but further from what was written than the rounding to five decimals. */
  readonly repaired: number;
  readonly wrongLength: number;
  readonly outOfRange: number;
  readonly notANumber: number;
  readonly duplicates: number;
  /** Vectors beyond the number asked for. */
  readonly surplus: number;
}

/**
 * What a method tells while it runs. Replaying a search from its recorded evaluations and LLM answers gives the same
 * events in the same order: this is how a killed search resumes.
 */
export type SearchEvent =
  | { readonly type: "candidate"; readonly candidate: Candidate }
  | {
      readonly type: "evaluated";
      readonly candidate: number;
      /** Windows seen so far, from the first. */
      readonly windows: number;
      /** Over all windows seen so far. */
      readonly fitness: number;
      /** All windows were seen: the fitness counts. A candidate that racing drops never gets there. */
      readonly final: boolean;
      /** Evaluations so far, in passes over all windows: racing makes fractions. */
      readonly evaluations: number;
    }
  | {
      readonly type: "proposals";
      readonly request: number;
      readonly operator: Exclude<Operator, "baseline">;
      readonly generation: number;
      readonly tally: ProposalTally;
      readonly outcome: ProposalOutcome;
    }
  | {
      readonly type: "generation";
      readonly generation: number;
      readonly generations: number;
      /** Ids of the surviving population, best first. */
      readonly population: readonly number[];
      readonly best: number;
      readonly bestFitness: number;
      readonly meanFitness: number;
    }
  | { readonly type: "end"; readonly reason: EndReason; readonly best: number; readonly bestFitness: number };
