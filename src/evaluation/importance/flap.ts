import type { ColumnStatistics } from "../engine.ts";
import { columnsByGroup, type Importance, sumOf } from "./importance.ts";

/**
 * FLAP's weighted input feature variance (An et al. 2024, equation 6; `WIFV` in its repository): column j is worth the
 * sample variance of its input times Σ over rows of W_ij². As in `prune_flap`, o_proj's columns are squared, both halves
 * are standardised within the layer, and a head is worth the mean of its columns, here a KV group.
 */
export const flap: Importance = {
  name: "flap",
  title: "FLAP: weighted input fluctuation, with bias compensation",
  compensated: true,
  score: ({ attention, mlp }, tokens, units) => {
    const squared = fluctuations(attention, tokens).map((value) => value ** 2);
    return {
      groups: Float64Array.from(columnsByGroup(standardised(squared), units.groups), mean),
      neurons: standardised(fluctuations(mlp, tokens)),
    };
  },
};

function fluctuations({ sum, sumOfSquares, weightSquareSum }: ColumnStatistics, tokens: number): Float64Array {
  return weightSquareSum.map((weight, column) => {
    const total = sum[column] ?? 0;
    // Rounding of the single-precision sums can leave a constant input slightly below zero.
    const squares = Math.max(0, (sumOfSquares[column] ?? 0) - total ** 2 / tokens);
    return (squares / Math.max(1, tokens - 1)) * weight;
  });
}

/** (x − mean) / sample standard deviation; all zero where nothing varies, so that no order is invented. */
function standardised(values: Float64Array): Float64Array {
  const centre = mean(values);
  const squares = sumOf(values.map((value) => (value - centre) ** 2));
  const deviation = Math.sqrt(squares / Math.max(1, values.length - 1));
  return values.map((value) => (deviation > 0 ? (value - centre) / deviation : 0));
}

function mean(values: Float64Array): number {
  return sumOf(values) / values.length;
}
