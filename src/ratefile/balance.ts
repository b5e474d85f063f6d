import { projectOntoMean, roundOntoMean } from "../pruning/projection.ts";
import type { LayerRate } from "../pruning/rates.ts";
import type { ModelShape } from "../pruning/shape.ts";
import { type Part, weightsOf } from "./parts.ts";

/** How rates are moved until their weighted mean is the wanted one. */
export type Move = (values: readonly number[], weights: readonly number[], mean: number) => number[] | undefined;

/** To the nearest rates: all by the same amount, as far as 0 and 1 allow. */
export const shift: Move = (values, weights, mean) => projectOntoMean(values, weights, mean);

/**
 * All by the same factor, as far as 1 allows; undefined when all are zero. The factor is found exactly: what a factor
 * removes grows piecewise linearly, and bends where a rate reaches 1.
 */
export const scale: Move = (values, weights, mean) => {
  const weightAt = (index: number) => weights[index] ?? 0;
  const wanted = mean * weights.reduce((sum, weight) => sum + weight, 0);
  let growing = values.reduce((sum, value, index) => sum + value * weightAt(index), 0);
  let full = 0;
  const descending = values
    .map((value, index) => ({ value, weight: weightAt(index) }))
    .sort((a, b) => b.value - a.value);
  for (const { value, weight } of descending) {
    if (growing <= 0 || value <= 0) return undefined;
    const factor = (wanted - full) / growing;
    if (factor * value <= 1) return values.map((each) => Math.min(1, Math.max(0, factor * each)));
    growing -= value * weight;
    full += weight;
  }
  return undefined;
};

/**
 * Moves the rates of the parts that are not held until the mean of all parts is `target` to five decimals.
 * @returns one rate for each part; undefined when those that may move cannot reach it
 */
export function balance(
  parts: readonly Part[],
  shape: ModelShape | undefined,
  target: number,
  move: Move = shift,
): LayerRate[] | undefined {
  const knobs = parts.map((part) => knobsOf(part, shape));
  const free = knobs.flatMap((each, index) => (parts[index]?.held ? [] : each));
  const mean = meanOfFree(knobs.flat(), free, target);
  if (mean === undefined) return undefined;
  const weights = free.map(({ weight }) => weight);
  const moved = move(
    free.map(({ value }) => value),
    weights,
    mean,
  );
  if (!moved) return undefined;
  const rounded = roundOntoMean(moved, weights, mean);
  let next = 0;
  return parts.map(({ held, paired, rate }) => {
    if (held) return rate;
    const first = rounded[next++] ?? 0;
    return { attention: first, mlp: paired ? (rounded[next++] ?? 0) : first };
  });
}

/** A number that can be moved, with what it weighs in the mean. */
interface Knob {
  readonly value: number;
  readonly weight: number;
}

function knobsOf(part: Part, shape: ModelShape | undefined): Knob[] {
  const { attention, mlp } = weightsOf(part, shape);
  if (!part.paired) return [{ value: part.rate.mlp, weight: attention + mlp }];
  return [
    { value: part.rate.attention, weight: attention },
    { value: part.rate.mlp, weight: mlp },
  ];
}

/** The mean that the free knobs must have for all to have `target`; undefined when no rates of 0 to 1 have it. */
function meanOfFree(all: readonly Knob[], free: readonly Knob[], target: number): number | undefined {
  const total = all.reduce((sum, { weight }) => sum + weight, 0);
  const removed = all.reduce((sum, { value, weight }) => sum + value * weight, 0);
  const freeTotal = free.reduce((sum, { weight }) => sum + weight, 0);
  const freeRemoved = free.reduce((sum, { value, weight }) => sum + value * weight, 0);
  if (freeTotal === 0) return undefined;
  const mean = (target * total - (removed - freeRemoved)) / freeTotal;
  // Past the ends by no more than rounding does, the ends will do.
  return mean < -5e-6 || mean > 1 + 5e-6 ? undefined : Math.min(1, Math.max(0, mean));
}
