import { type LayerRate, type RateVector, rateAt } from "./rates.ts";
import {
  attentionParameters,
  type LayerShape,
  layerParameters,
  type ModelShape,
  mlpParameters,
  prunableParameters,
} from "./shape.ts";

/** KV groups and neurons that a layer keeps. A dropped block keeps none of either. */
export interface LayerPlan {
  readonly groups: number;
  readonly neurons: number;
}

/** The integers that rates come down to: one {@link LayerPlan} per layer. */
export type Plan = readonly LayerPlan[];

/** The plan that keeps everything. */
export function densePlan(shape: ModelShape): Plan {
  return shape.layers.map(({ groups, neurons }) => ({ groups, neurons }));
}

/**
 * The plan of a rate vector.
 *
 * floor(rate × groups) KV groups go first (the rule of Wanda-sp in the FLAP repository). A layer's neurons then make up
 * for what the coarse groups could not remove, so that every layer meets its own rate to within one neuron; at last
 * single neurons move where the rounding loss is largest until the removed parameters meet the target to within half of
 * one neuron's cost. An MLP whose rate is exactly 0 or 1 is taken at its word: none of its neurons moves.
 *
 * @param target wanted removed / prunable parameters; the mean of the rates when left out
 */
export function planForRates(shape: ModelShape, rates: RateVector, target?: number): Plan {
  const layers = shape.layers.map((layer, index) => roundedLayer(layer, rateAt(rates, index)));
  const wanted =
    target === undefined
      ? layers.reduce((sum, layer) => sum + layer.wanted, 0)
      : Math.round(target * prunableParameters(shape));
  moveNeurons(layers, wanted);
  return layers.map(({ shape: { groups, neurons }, groupsRemoved, neuronsRemoved }) => ({
    groups: groups - groupsRemoved,
    neurons: neurons - neuronsRemoved,
  }));
}

/** Parameters that a plan removes. */
export function removedParameters(shape: ModelShape, plan: Plan): number {
  return shape.layers.reduce((sum, layer, index) => sum + removedFromLayer(layer, planAt(plan, index)), 0);
}

/** The exact rates of a plan: what is really removed from each half. */
export function ratesOfPlan(shape: ModelShape, plan: Plan): RateVector {
  return shape.layers.map((layer, index) => {
    const kept = planAt(plan, index);
    return { attention: 1 - kept.groups / layer.groups, mlp: 1 - kept.neurons / layer.neurons };
  });
}

/** A short text that is equal for equal plans: what duplicates are found by. */
export function planKey(plan: Plan): string {
  return plan.map(({ groups, neurons }) => `${groups}.${neurons}`).join("-");
}

/** The plan of one layer; throws when the plan is shorter than the model, which is a defect of the caller. */
export function planAt(plan: Plan, layer: number): LayerPlan {
  const kept = plan[layer];
  if (!kept) throw new RangeError(`plan of ${plan.length} layers has no layer ${layer}`);
  return kept;
}

interface RoundedLayer {
  readonly shape: LayerShape;
  /** Parameters that the rate asks to remove. */
  readonly wanted: number;
  readonly groupsRemoved: number;
  neuronsRemoved: number;
  /** An MLP that is to stay whole, or to go whole. */
  readonly pinned: boolean;
}

function roundedLayer(shape: LayerShape, rate: LayerRate): RoundedLayer {
  const wanted = rate.attention * attentionParameters(shape) + rate.mlp * mlpParameters(shape);
  const groupsRemoved = floorUnits(rate.attention * shape.groups, shape.groups);
  if (rate.mlp === 0 || rate.mlp === 1) {
    return { shape, wanted, groupsRemoved, neuronsRemoved: rate.mlp * shape.neurons, pinned: true };
  }
  const left = (wanted - groupsRemoved * shape.groupParameters) / shape.neuronParameters;
  // The rounding of a five-decimal rate reaches the neurons through the whole layer, attention included.
  const neuronsRemoved = floorUnits(left, layerParameters(shape) / shape.neuronParameters);
  const possible = Math.min(shape.neurons, Math.max(0, neuronsRemoved));
  return { shape, wanted, groupsRemoved, neuronsRemoved: possible, pinned: false };
}

/** floor, but 1/3 of three units written with five decimals (0.99999) is one unit. */
function floorUnits(units: number, scale: number): number {
  const roundingOfRate = 0.5e-5 * scale + 1e-9;
  return Math.floor(units + Math.min(0.5, roundingOfRate));
}

function moveNeurons(layers: readonly RoundedLayer[], wanted: number): void {
  let missing = wanted - layers.reduce((sum, layer) => sum + removedSoFar(layer), 0);
  for (;;) {
    const direction = missing > 0 ? 1 : -1;
    const layer = layerThatLostMost(layers, direction);
    if (!layer || Math.abs(missing) * 2 <= layer.shape.neuronParameters) return;
    layer.neuronsRemoved += direction;
    missing -= direction * layer.shape.neuronParameters;
  }
}

/** The layer furthest from its own rate in the direction of the move that still has a neuron to give (or take back). */
function layerThatLostMost(layers: readonly RoundedLayer[], direction: 1 | -1): RoundedLayer | undefined {
  let best: RoundedLayer | undefined;
  let most = Number.NEGATIVE_INFINITY;
  for (const layer of layers) {
    if (layer.pinned) continue;
    const room = direction > 0 ? layer.neuronsRemoved < layer.shape.neurons : layer.neuronsRemoved > 0;
    const lost = (direction * (layer.wanted - removedSoFar(layer))) / layer.shape.neuronParameters;
    if (room && lost > most) {
      best = layer;
      most = lost;
    }
  }
  return best;
}

function removedSoFar(layer: RoundedLayer): number {
  return layer.groupsRemoved * layer.shape.groupParameters + layer.neuronsRemoved * layer.shape.neuronParameters;
}

function removedFromLayer(layer: LayerShape, kept: LayerPlan): number {
  return (layer.groups - kept.groups) * layer.groupParameters + (layer.neurons - kept.neurons) * layer.neuronParameters;
}
