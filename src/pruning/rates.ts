import {
  attentionParameters,
  type LayerShape,
  layerParameters,
  type ModelShape,
  mlpParameters,
  prunableParameters,
} from "./shape.ts";

/** Fractions of a layer's attention and MLP parameters that are removed, each 0 to 1. */
export interface LayerRate {
  readonly attention: number;
  readonly mlp: number;
}

/** One {@link LayerRate} per layer, first layer first. */
export type RateVector = readonly LayerRate[];

/** Decimals of a pruning rate in files and in candidates: 1e-5 of a layer is below one neuron of any current model. */
export const RATE_DECIMALS = 5;

/** A rate rounded to {@link RATE_DECIMALS}. */
export function roundRate(rate: number): number {
  return Number(rate.toFixed(RATE_DECIMALS));
}

/** The same rate for both halves of a layer. */
export function wholeLayerRate(rate: number): LayerRate {
  return { attention: rate, mlp: rate };
}

/** The rate vector that cuts every layer alike. */
export function uniformRates(layers: number, rate: number): RateVector {
  return Array.from({ length: layers }, () => wholeLayerRate(rate));
}

/** A layer's pruning rate: the parameter-weighted mean of its two halves. */
export function layerRate(layer: LayerShape, rate: LayerRate): number {
  const removed = rate.attention * attentionParameters(layer) + rate.mlp * mlpParameters(layer);
  return removed / layerParameters(layer);
}

/** Each layer's pruning rate, as charts and prompts show it. */
export function layerRates(shape: ModelShape, rates: RateVector): number[] {
  return shape.layers.map((layer, index) => layerRate(layer, rateAt(rates, index)));
}

/** Mean pruning rate: removed / all prunable parameters. */
export function meanRate(shape: ModelShape, rates: RateVector): number {
  const removed = shape.layers.reduce(
    (sum, layer, index) => sum + layerRate(layer, rateAt(rates, index)) * layerParameters(layer),
    0,
  );
  return removed / prunableParameters(shape);
}

/** The rate of one layer; throws when the vector is shorter than the model, which is a defect of the caller. */
export function rateAt(rates: RateVector, layer: number): LayerRate {
  const rate = rates[layer];
  if (!rate) throw new RangeError(`rate vector of ${rates.length} layers has no layer ${layer}`);
  return rate;
}
