import type { RateVector } from "./rates.ts";

/** Rates for all layers of a model, and the fitness that they were measured to have. */
export interface MeasuredRates {
  readonly rates: RateVector;
  readonly perplexity: number;
  /** Of the dense model and of uniform rates under the same protocol, where they were measured, too. */
  readonly dense?: number | undefined;
  readonly uniform?: number | undefined;
  /** The protocol card on one line. */
  readonly protocol: string;
  /** ISO 8601. */
  readonly at: string;
}

/** Rates for all layers of a model that have a name, such as what OWL measured of it. */
export interface NamedRates {
  readonly title: string;
  readonly rates: RateVector;
}
