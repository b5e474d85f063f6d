import type { MeasuredRates, NamedRates } from "../../pruning/known-rates.ts";

/** What others know of a file and its text cannot tell. */
export interface Knowledge {
  /** Newest last. */
  readonly measured: readonly MeasuredRates[];
  /** Proposed by completion. */
  readonly schedules: readonly NamedRates[];
}

export const nothingKnown: Knowledge = { measured: [], schedules: [] };
