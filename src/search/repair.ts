import { type Plan, planForRates } from "../pruning/plan.ts";
import { distance, projectOntoMean, roundOntoMean } from "../pruning/projection.ts";
import { RATE_DECIMALS, type RateVector, wholeLayerRate } from "../pruning/rates.ts";
import { layerParameters, type ModelShape } from "../pruning/shape.ts";

/** Why a vector cannot become a candidate. */
export type Rejection = "wrongLength" | "notANumber";

/** A vector that became rates which meet the target. */
export interface Repaired {
  readonly rates: RateVector;
  readonly plan: Plan;
  /** Root mean square distance from what was written, 0 where only the last decimal was rounded. */
  readonly repair: number;
  /** Some number was outside [0, 1]. */
  readonly outOfRange: boolean;
}

/**
 * Turns a vector as it was written into rates of a model: percentages are read as such, what lies outside [0, 1] is cut
 * off, and the nearest vector that meets the target is taken.
 */
export function repairVector(written: readonly number[], shape: ModelShape, target: number): Repaired | Rejection {
  if (written.length !== shape.layers.length) return "wrongLength";
  if (!written.every(Number.isFinite)) return "notANumber";
  const weights = shape.layers.map(layerParameters);
  const values = asFractions(written, target);
  const inside = values.map((value) => Math.min(1, Math.max(0, value)));
  const rounded = roundOntoMean(projectOntoMean(inside, weights, target), weights, target);
  const rates = rounded.map(wholeLayerRate);
  const moved = distance(values, rounded);
  return {
    rates,
    plan: planForRates(shape, rates, target),
    repair: moved <= 10 ** -RATE_DECIMALS ? 0 : moved,
    outOfRange: written.some((value) => value < 0 || value > 1),
  };
}

/** Numbers from 0 to 100 are percentages when read so their mean is nearer to the target than read as they are. */
function asFractions(written: readonly number[], target: number): readonly number[] {
  if (written.some((value) => value < 0 || value > 100)) return written;
  const mean = written.reduce((sum, value) => sum + value, 0) / written.length;
  const isPercent = Math.abs(mean / 100 - target) < Math.abs(mean - target) && written.some((value) => value > 1);
  return isPercent ? written.map((value) => value / 100) : written;
}
