import type { LayerRate } from "../../pruning/rates.ts";

/** A fitness that the rates of a file were measured to have. */
export interface MeasuredRates {
  readonly rates: readonly LayerRate[];
  readonly perplexity: number;
  readonly dense?: number | undefined;
  readonly uniform?: number | undefined;
  /** The protocol card on one line. */
  readonly protocol: string;
  /** ISO 8601. */
  readonly at: string;
}

/** Rates for all layers with a name. */
export interface Schedule {
  readonly title: string;
  readonly rates: readonly LayerRate[];
}

/** What others know of a file and its text cannot tell. */
export interface Knowledge {
  /** Newest last. */
  readonly measured: readonly MeasuredRates[];
  readonly schedules: readonly Schedule[];
}

export const nothingKnown: Knowledge = { measured: [], schedules: [] };
