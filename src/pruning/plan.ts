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
 * single neurons move where the rounding loss is largest until no move comes nearer to the target, which is within half
 * of one neuron's cost. Where the neurons do not suffice (few groups, a high target), the group that the floor spared
 * most unjustly goes too. A half whose rate is exactly 0 or 1 is taken at its word: none of its units moves.
 *
 * @param target wanted removed / prunable parameters; the mean of the rates when left out
 */
export function planForRates(shape: ModelShape, rates: RateVector, target?: number): Plan {
  const layers = shape.layers.map((layer, index) => roundedLayer(layer, rateAt(rates, index)));
  const wanted =
    target === undefined
      ? layers.reduce((sum, layer) => sum + layer.wanted, 0)
      : Math.round(target * prunableParameters(shape));
  let missing = moveNeurons(layers, wanted - layers.reduce((sum, layer) => sum + removedSoFar(layer), 0));
  for (let layer = spared(layers, missing); layer; layer = spared(layers, missing)) {
    layer.groupsRemoved += 1;
    missing = moveNeurons(layers, missing - layer.shape.groupParameters);
  }
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
  readonly rate: LayerRate;
  /** Parameters that the rate asks to remove. */
  readonly wanted: number;
  groupsRemoved: number;
  neuronsRemoved: number;
}

function roundedLayer(shape: LayerShape, rate: LayerRate): RoundedLayer {
  const wanted = rate.attention * attentionParameters(shape) + rate.mlp * mlpParameters(shape);
  const groupsRemoved = floorUnits(rate.attention * shape.groups, shape.groups);
  if (isPinned(rate.mlp)) return { shape, rate, wanted, groupsRemoved, neuronsRemoved: rate.mlp * shape.neurons };
  const left = (wanted - groupsRemoved * shape.groupParameters) / shape.neuronParameters;
  // The rounding of a five-decimal rate reaches the neurons through the whole layer, attention included.
  const neuronsRemoved = floorUnits(left, layerParameters(shape) / shape.neuronParameters);
  return { shape, rate, wanted, groupsRemoved, neuronsRemoved: Math.min(shape.neurons, Math.max(0, neuronsRemoved)) };
}

/** A half that is to stay whole, or to go whole. */
function isPinned(rate: number): boolean {
  return rate === 0 || rate === 1;
}

/** floor, but 1/3 of three units written with five decimals (0.33333) is one unit. */
function floorUnits(units: number, scale: number): number {
  const roundingOfRate = 0.5e-5 * scale + 1e-9;
  return Math.floor(units + Math.min(0.5, roundingOfRate));
}

/** Moves single neurons as long as that brings `missing` nearer to zero; returns what is missing then. */
function moveNeurons(layers: readonly RoundedLayer[], missing: number): number {
  let rest = missing;
  for (;;) {
    const layer = layerThatLostMost(layers, rest);
    if (!layer) return rest;
    const direction = Math.sign(rest);
    layer.neuronsRemoved += direction;
    rest -= direction * layer.shape.neuronParameters;
  }
}

/** The layer furthest from its own rate, among those where moving one neuron brings `missing` nearer to zero. */
function layerThatLostMost(layers: readonly RoundedLayer[], missing: number): RoundedLayer | undefined {
  const removing = missing > 0;
  let best: RoundedLayer | undefined;
  let most = Number.NEGATIVE_INFINITY;
  for (const layer of layers) {
    const { neurons, neuronParameters } = layer.shape;
    const room = removing ? layer.neuronsRemoved < neurons : layer.neuronsRemoved > 0;
    if (!room || isPinned(layer.rate.mlp) || neuronParameters >= 2 * Math.abs(missing)) continue;
    const lost = (Math.sign(missing) * (layer.wanted - removedSoFar(layer))) / neuronParameters;
    if (lost > most) {
      best = layer;
      most = lost;
    }
  }
  return best;
}

/** The layer whose attention keeps most above its rate and has a group whose loss, once neurons moved back, helps. */
function spared(layers: readonly RoundedLayer[], missing: number): RoundedLayer | undefined {
  const movable = layers.filter((layer) => !isPinned(layer.rate.mlp));
  if (missing * 2 <= Math.min(...movable.map((layer) => layer.shape.neuronParameters))) return undefined;
  const returnable = movable.reduce((sum, layer) => sum + layer.neuronsRemoved * layer.shape.neuronParameters, 0);
  const helps = ({ rate, shape, groupsRemoved }: RoundedLayer) =>
    !isPinned(rate.attention) && groupsRemoved < shape.groups && shape.groupParameters < 2 * missing + returnable;
  const above = ({ rate, shape, groupsRemoved }: RoundedLayer) => rate.attention * shape.groups - groupsRemoved;
  return layers.filter(helps).sort((a, b) => above(b) - above(a))[0];
}

function removedSoFar(layer: RoundedLayer): number {
  return layer.groupsRemoved * layer.shape.groupParameters + layer.neuronsRemoved * layer.shape.neuronParameters;
}

function removedFromLayer(layer: LayerShape, kept: LayerPlan): number {
  return (layer.groups - kept.groups) * layer.groupParameters + (layer.neurons - kept.neurons) * layer.neuronParameters;
}
