import type { Random } from "../../src/base/random.ts";
import type { ColumnStatistics, LayerStatistics } from "../../src/evaluation/engine.ts";

/** What flows into o_proj and down_proj of a layer, and their weights: what importance is computed from by hand. */
export interface RawLayer {
  readonly groups: number;
  readonly attention: RawColumns;
  readonly mlp: RawColumns;
}

export interface RawColumns {
  /** tokens × columns. */
  readonly inputs: readonly (readonly number[])[];
  /** rows × columns. */
  readonly weights: readonly (readonly number[])[];
}

export function randomLayer(random: Random, sizes: { groups: number; width: number; neurons: number }): RawLayer {
  const columns = (count: number): RawColumns => ({
    inputs: matrix(random, 12, count),
    weights: matrix(random, 5, count),
  });
  return { groups: sizes.groups, attention: columns(sizes.groups * sizes.width), mlp: columns(sizes.neurons) };
}

export function statisticsOf(layer: RawLayer): LayerStatistics {
  return { attention: columnStatistics(layer.attention), mlp: columnStatistics(layer.mlp) };
}

function columnStatistics({ inputs, weights }: RawColumns): ColumnStatistics {
  const perColumn = (rows: readonly (readonly number[])[], of: (value: number) => number): Float64Array =>
    Float64Array.from(rows[0] ?? [], (_, column) => rows.reduce((sum, row) => sum + of(row[column] ?? 0), 0));
  return {
    sum: perColumn(inputs, (value) => value),
    sumOfSquares: perColumn(inputs, (value) => value * value),
    weightAbsMean: perColumn(weights, (value) => Math.abs(value) / weights.length),
    weightSquareSum: perColumn(weights, (value) => value * value),
  };
}

function matrix(random: Random, rows: number, columns: number): number[][] {
  // A mean of its own for each column, so that variance and square differ.
  const means = Array.from({ length: columns }, () => random.normal());
  return Array.from({ length: rows }, () => means.map((mean) => mean + random.normal()));
}
