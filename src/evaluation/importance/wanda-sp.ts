import type { ColumnStatistics } from "../engine.ts";
import { columnsByGroup, type Importance, sumOf } from "./importance.ts";

/**
 * Wanda-sp, the structured form of Wanda (Sun et al. 2024) as in the repository of FLAP (`prune_wanda_sp`): column j of
 * o_proj or down_proj is worth the mean over its rows of |W_ij| · √(mean over tokens of x_j²); a head is worth the sum of
 * its columns, here a KV group with all its query heads.
 *
 * That code divides ‖x_j‖² by the sequences where this divides by the tokens: a common factor that changes no order.
 */
export const wandaSp: Importance = {
  name: "wanda-sp",
  title: "Wanda-sp: weight magnitude × input norm",
  compensated: false,
  score: ({ attention, mlp }, tokens, units) => ({
    groups: Float64Array.from(columnsByGroup(columnScores(attention, tokens), units.groups), sumOf),
    neurons: columnScores(mlp, tokens),
  }),
};

function columnScores({ weightAbsMean, sumOfSquares }: ColumnStatistics, tokens: number): Float64Array {
  return weightAbsMean.map((weight, column) => weight * Math.sqrt((sumOfSquares[column] ?? 0) / tokens));
}
