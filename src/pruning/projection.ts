/**
 * The point of the box [0, 1]^n with Σ wᵢxᵢ = mean · Σ wᵢ that is nearest to `values` in the w-weighted Euclidean norm.
 *
 * The Karush-Kuhn-Tucker conditions give x = clip(values + τ) with one shift τ for all; Σ wᵢ clip(valuesᵢ + τ) grows
 * piecewise linearly with τ and bends only where a coordinate enters or leaves the box, so τ is found exactly by
 * walking the sorted bends (the continuous quadratic knapsack problem; Brucker 1984).
 *
 * @param values finite numbers, inside the box or not
 * @param weights positive, one per value
 * @param mean the wanted weighted mean, 0 to 1
 */
export function projectOntoMean(values: readonly number[], weights: readonly number[], mean: number): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const wanted = mean * total;
  const shift = shiftThatReaches(values, weights, wanted);
  return values.map((value) => clip(value + shift));
}

/** Root mean square difference of two vectors of one length. */
export function distance(left: readonly number[], right: readonly number[]): number {
  const sum = left.reduce((total, value, index) => total + (value - (right[index] ?? Number.NaN)) ** 2, 0);
  return Math.sqrt(sum / left.length);
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
