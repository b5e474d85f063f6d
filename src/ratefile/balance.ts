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
 * Moves the rates of the parts that are not held until the mean of all parts is `target` to five decimals. A half that is
 * dropped stays dropped, as whole layers do.
 * @returns one rate for each part; undefined when those that may move cannot reach it
 */
export function balance(
  parts: readonly Part[],
  shape: ModelShape | undefined,
  target: number,
  move: Move = shift,
): LayerRate[] | undefined {
  const knobs = parts.flatMap((part) => knobsOf(part, shape));
  const free = knobs.filter(({ held }) => !held);
  const mean = meanOfFree(knobs, free, target);
  if (mean === undefined) return undefined;
  const weights = free.map(({ weight }) => weight);
  const moved = move(
    free.map(({ value }) => value),
    weights,
    mean,
  );
  if (!moved) return undefined;
  const rounded = roundOntoMean(moved, weights, mean);
  const after = rounded.values();
  const values = knobs.map(({ held, value }) => (held ? value : (after.next().value ?? 0))).values();
  return parts.map(({ held, paired, rate }) => {
    const first = values.next().value ?? 0;
    const second = paired ? (values.next().value ?? 0) : first;
    // What is held is not even rounded.
    return held ? rate : { attention: first, mlp: second };
  });
}

/** A number that can be moved, with what it weighs in the mean. */
interface Knob {
  readonly value: number;
  readonly weight: number;
  readonly held: boolean;
}

function knobsOf(part: Part, shape: ModelShape | undefined): Knob[] {
  const { held, paired, rate } = part;
  const { attention, mlp } = weightsOf(part, shape);
  if (!paired) return [{ value: rate.mlp, weight: attention + mlp, held }];
  const halves = [
    { value: rate.attention, weight: attention },
    { value: rate.mlp, weight: mlp },
  ];
  return halves.map((half) => ({ ...half, held: held || (half.value === 1 && !part.yielding) }));
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
