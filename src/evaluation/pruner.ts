import { type Plan, planAt, planKey } from "../pruning/plan.ts";
import type { LayerShape } from "../pruning/shape.ts";
import type { CalibrationStatistics, ColumnStatistics, CompensationMeans, LayerStatistics } from "./engine.ts";
import type { Importance, LayerScores } from "./importance/importance.ts";
import { compensationMeans, keepMostImportant } from "./importance/select.ts";
import type { KeptModel } from "./kept.ts";

/** What an engine must know to evaluate a plan. */
export interface PrunedModel {
  readonly kept: KeptModel;
  /** Means that a compensated engine uses; the same object for the same means. */
  readonly means: readonly CompensationMeans[];
}

/** The result of scoring the dense model once: turns any plan into kept units without touching the model again. */
export interface DenseScores {
  prune(plan: Plan): PrunedModel;
}

/** Scores every unit from statistics of the dense model. */
export function scoreDense(
  importance: Importance,
  { tokens, layers }: CalibrationStatistics,
  shapes: readonly LayerShape[],
): DenseScores {
  const scores: LayerScores[] = layers.map((layer, index) => {
    const shape = shapes[index];
    if (!shape) throw new RangeError(`statistics of ${layers.length} layers for a model of ${shapes.length}`);
    return importance.score(layer, tokens, shape);
  });
  const means = layers.map((layer) => compensationMeans(layer, tokens));
  return {
    prune: (plan) => ({ kept: scores.map((layer, index) => keepMostImportant(layer, planAt(plan, index))), means }),
  };
}

/** Adds up statistics of parts of a text, in the order given: floating-point sums depend on it. */
export function sumStatistics(parts: readonly CalibrationStatistics[]): CalibrationStatistics {
  const [first, ...others] = parts;
  if (!first) throw new RangeError("no statistics to add up");
  return others.reduce(
    (sum, part) => ({ tokens: sum.tokens + part.tokens, layers: sum.layers.map(plusLayer(part)) }),
    first,
  );
}

function plusLayer(part: CalibrationStatistics): (sum: LayerStatistics, layer: number) => LayerStatistics {
  return (sum, layer) => {
    const added = part.layers[layer];
    if (!added) throw new RangeError(`statistics of ${part.layers.length} layers have no layer ${layer}`);
    return { attention: plus(sum.attention, added.attention), mlp: plus(sum.mlp, added.mlp) };
  };
}

/** Weights are the same in every part; only what flows through them adds up. */
function plus(sum: ColumnStatistics, added: ColumnStatistics): ColumnStatistics {
  const total = (left: Float64Array, right: Float64Array): Float64Array =>
    left.map((value, column) => value + (right[column] ?? Number.NaN));
  return { ...sum, sum: total(sum.sum, added.sum), sumOfSquares: total(sum.sumOfSquares, added.sumOfSquares) };
}

/** Remembers what the last plans were pruned to: a race asks for the same plan several times. */
export class PrunedPlans {
  readonly #limit: number;
  readonly #plans = new Map<string, Promise<PrunedModel>>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The pruned model of a plan; a failed attempt is forgotten. */
  async get(plan: Plan, prune: () => Promise<PrunedModel>): Promise<PrunedModel> {
    const key = planKey(plan);
    const known = this.#plans.get(key);
    this.#plans.delete(key);
    const pruned = known ?? prune();
    this.#plans.set(key, pruned);
    const oldest = this.#plans.keys().next();
    if (this.#plans.size > this.#limit && !oldest.done) this.#plans.delete(oldest.value);
    try {
      return await pruned;
    } catch (error) {
      if (this.#plans.get(key) === pruned) this.#plans.delete(key);
      throw error;
    }
  }

  clear(): void {
    this.#plans.clear();
  }
}
