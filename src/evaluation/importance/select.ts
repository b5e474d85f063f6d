import type { LayerPlan } from "../../pruning/plan.ts";
import type { CompensationMeans, LayerStatistics } from "../engine.ts";
import type { KeptUnits } from "../kept.ts";
import type { LayerScores } from "./importance.ts";

/** The units that a layer's plan keeps: those of lowest score go; of equals the one with the lower index goes first. */
export function keepMostImportant(scores: LayerScores, plan: LayerPlan): KeptUnits {
  return { groups: highest(scores.groups, plan.groups), neurons: highest(scores.neurons, plan.neurons) };
}

/** Every unit of a layer. */
export function keepAll(units: LayerPlan): KeptUnits {
  return { groups: indices(units.groups), neurons: indices(units.neurons) };
}

/** The mean input of each column, which FLAP's compensation puts in the place of a removed one. */
export function compensationMeans(statistics: LayerStatistics, tokens: number): CompensationMeans {
  const mean = (sum: Float64Array): Float32Array => Float32Array.from(sum, (total) => total / tokens);
  return { attention: mean(statistics.attention.sum), mlp: mean(statistics.mlp.sum) };
}

function highest(scores: Float64Array, count: number): Int32Array {
  const leastFirst = indices(scores.length).sort((a, b) => score(scores, a) - score(scores, b) || a - b);
  return leastFirst.subarray(scores.length - count).sort();
}

function score(scores: Float64Array, index: number): number {
  return scores[index] ?? Number.NaN;
}

function indices(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, index) => index);
}
