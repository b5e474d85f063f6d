import { RATE_DECIMALS } from "./rates.ts";

const DIGITS = 10 ** RATE_DECIMALS;

/**
 * The point of the box [0, 1]^n with Σ wᵢxᵢ = mean · Σ wᵢ that is nearest to `values` in the w-weighted Euclidean norm.
 *
 * The Karush-Kuhn-Tucker conditions give x = clip(values + τ) with one shift τ for all; Σ wᵢ clip(valuesᵢ + τ) grows
 * piecewise linearly with τ and bends only where a coordinate enters or leaves the box, so τ is found exactly by
 * walking the sorted bends (the continuous quadratic knapsack problem; Brucker 1984).
 *
 * @param values numbers of the order of one, inside the box or not: the mean is met as exactly as `value + τ` is
 * @param weights positive, one per value
 * @param mean the wanted weighted mean, 0 to 1
 */
export function projectOntoMean(values: readonly number[], weights: readonly number[], mean: number): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const wanted = mean * total;
  const shift = shiftThatReaches(values, weights, wanted);
  return values.map((value) => clip(value + shift));
}

/**
 * Rounds rates to {@link RATE_DECIMALS} such that their weighted mean stays as near to `mean` as these decimals allow:
 * the rates that lost most by rounding take the missing last digits (the largest-remainder rule).
 *
 * @param values 0 to 1, with the wanted weighted mean
 */
export function roundOntoMean(values: readonly number[], weights: readonly number[], mean: number): number[] {
  const digits = values.map((value) => Math.round(value * DIGITS));
  const weightAt = (index: number) => weights[index] ?? 0;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let missing = mean * total * DIGITS - digits.reduce((sum, digit, index) => sum + digit * weightAt(index), 0);
  const lost = (index: number) => (values[index] ?? 0) * DIGITS - (digits[index] ?? 0);
  const byLoss = values.map((_, index) => index).sort((a, b) => (lost(b) - lost(a)) * Math.sign(missing));
  for (const index of byLoss) {
    const moved = (digits[index] ?? 0) + Math.sign(missing);
    if (weightAt(index) >= 2 * Math.abs(missing) || moved < 0 || moved > DIGITS) continue;
    digits[index] = moved;
    missing -= Math.sign(missing) * weightAt(index);
  }
  return digits.map((digit) => digit / DIGITS);
}

/** Root mean square difference of two vectors of one length. */
export function distance(left: readonly number[], right: readonly number[]): number {
  // Divided first and summed by hypot, so that no pair of finite vectors overflows.
  const scale = Math.sqrt(left.length);
  return Math.hypot(...left.map((value, index) => (value - (right[index] ?? Number.NaN)) / scale));
}

function shiftThatReaches(values: readonly number[], weights: readonly number[], wanted: number): number {
  // A coordinate starts to grow with τ at -value (slope +weight) and is full at 1 - value (slope -weight).
  const bends = values
    .flatMap((value, index) => {
      const weight = weights[index] ?? 0;
      return [
        { at: -value, slope: weight },
        { at: 1 - value, slope: -weight },
      ];
    })
    .sort((a, b) => a.at - b.at);
  let at = bends[0]?.at ?? 0;
  let sum = 0;
  let slope = 0;
  for (const bend of bends) {
    const next = sum + slope * (bend.at - at);
    if (next >= wanted && slope > 0) return at + (wanted - sum) / slope;
    sum = next;
    at = bend.at;
    slope += bend.slope;
  }
  return at;
}

function clip(value: number): number {
  return Math.min(1, Math.max(0, value));
}
