import { planForRates, ratesOfPlan } from "../pruning/plan.ts";
import type { LayerRate, RateVector } from "../pruning/rates.ts";
import type { LayerShape, ModelShape } from "../pruning/shape.ts";
import { completeRates, type RateFile } from "./rate-file.ts";

/**
 * The model with its neurons bundled: one unit for each `grid` of them, so that a plan of it keeps multiples of the grid.
 * @returns undefined when the grid does not divide the neurons of every layer
 */
export function bundled(shape: ModelShape, grid: number): ModelShape | undefined {
  if (shape.layers.some(({ neurons }) => neurons % grid !== 0)) return undefined;
  return {
    layers: shape.layers.map((layer) => ({
      ...layer,
      neurons: layer.neurons / grid,
      neuronParameters: layer.neuronParameters * grid,
    })),
  };
}

/** Rates that come down to a plan on the grid, as near to `target` (else to their mean) as steps of the grid allow. */
function ratesOnGrid(shape: ModelShape, rates: RateVector, grid: number, target?: number): RateVector | undefined {
  const steps = bundled(shape, grid);
  return steps && ratesOfPlan(steps, planForRates(steps, rates, target));
}

/** Neurons that a layer keeps by its own rate, before single neurons move between layers. */
export function keptNeurons(layer: LayerShape, rate: LayerRate): number {
  return planForRates({ layers: [layer] }, [rate])[0]?.neurons ?? layer.neurons;
}

/** What is to be run of a file: its rates and the target that their plan is brought to. */
export interface RunnableRates {
  readonly rates: RateVector;
  readonly target: number | undefined;
}

/**
 * The rates of a file as they are run; undefined when a layer has none. With a grid they are exact fractions of the plan
 * on it, and without a target: single neurons must not move any more.
 */
export function runnableRates(file: RateFile, shape: ModelShape | undefined): RunnableRates | undefined {
  const rates = completeRates(file);
  const target = file.target?.value;
  const onGrid = rates && shape && file.grid && ratesOnGrid(shape, rates, file.grid.value, target);
  return onGrid ? { rates: onGrid, target: undefined } : rates && { rates, target };
}
