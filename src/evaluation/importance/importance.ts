import type { LayerStatistics } from "../engine.ts";

/** How much each unit of a layer matters; only the order within one half of one layer means anything. */
export interface LayerScores {
  /** One per KV group. */
  readonly groups: Float64Array;
  /** One per neuron. */
  readonly neurons: Float64Array;
}

/** Units of a layer that are scored. */
interface LayerUnits {
  readonly groups: number;
  readonly neurons: number;
}

/** A published way to score the units of a layer by what flows into o_proj and down_proj. */
export interface Importance {
  /** As it is written in settings and on the command line. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** The method replaces what it removes by its mean (FLAP), which the engine's graph must provide for. */
  readonly compensated: boolean;
  /**
   * @param statistics sums over the calibration tokens
   * @param tokens calibration tokens
   */
  score(statistics: LayerStatistics, tokens: number, units: LayerUnits): LayerScores;
}

/** The `count` equally long runs of consecutive columns that belong to the KV groups: each group's query heads. */
export function columnsByGroup(columns: Float64Array, count: number): Float64Array[] {
  const width = columns.length / count;
  return Array.from({ length: count }, (_, group) => columns.subarray(group * width, (group + 1) * width));
}

/** Σ of the values, first to last. */
export function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
