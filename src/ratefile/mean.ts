import { layerRate, meanRate, type RateVector } from "../pruning/rates.ts";
import { type ModelShape, prunableParameters } from "../pruning/shape.ts";
import type { RateFile } from "./rate-file.ts";

/** Rounding all rates to five decimals moves the mean by at most 5e-6, rounding the target by as much. */
const ROUNDING = 1e-5;

/**
 * How far the mean may lie from the target: by the file's tolerance, or else what rounding to five decimals does; and by
 * the cost of the unit that can be moved, one neuron or one step of the grid, for no plan can come nearer.
 */
export function meanTolerance({ tolerance, grid }: RateFile, shape: ModelShape | undefined): number {
  const neurons = grid?.value ?? 1;
  const unit = shape
    ? (neurons * Math.max(0, ...shape.layers.map((layer) => layer.neuronParameters))) / prunableParameters(shape)
    : 0;
  // The last term is for the floating-point sum only.
  return Math.max(ROUNDING, tolerance?.value ?? 0) + unit + 1e-9;
}

/**
 * The mean that the target is compared with. Without knowing the model all layers count alike, and the mean of a file
 * with different rates for attention and MLP cannot be known.
 */
export function meanOf(rates: RateVector, shape: ModelShape | undefined): number | undefined {
  if (shape) return shape.layers.length === rates.length ? meanRate(shape, rates) : undefined;
  const whole = rates.map(({ attention, mlp }) => (attention === mlp ? mlp : undefined));
  if (!whole.every((rate) => rate !== undefined)) return undefined;
  return whole.reduce((sum, rate) => sum + rate, 0) / whole.length;
}

/** The rate of each layer as one number, attention and MLP counting alike where the model is not known. */
export function wholeRates(rates: RateVector, shape: ModelShape | undefined): number[] {
  return rates.map((rate, index) => {
    const layer = shape?.layers[index];
    return layer ? layerRate(layer, rate) : (rate.attention + rate.mlp) / 2;
  });
}
