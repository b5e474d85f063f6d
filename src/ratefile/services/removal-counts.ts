import { planForRates, removedParameters } from "../../pruning/plan.ts";
import type { LayerRate } from "../../pruning/rates.ts";
import { type LayerShape, prunableParameters } from "../../pruning/shape.ts";
import type { RateDocument } from "../document.ts";
import { runnableRates } from "../grid.ts";

/** Units of a layer that its own rate removes and keeps, before single neurons move between layers. */
export interface RemovalCounts {
  readonly groups: Count;
  readonly neurons: Count;
  readonly parameters: Count;
}

export interface Count {
  readonly removed: number;
  readonly of: number;
}

/** What a rate removes of a layer. */
export function removalCounts(layer: LayerShape, rate: LayerRate): RemovalCounts {
  const kept = planForRates({ layers: [layer] }, [rate])[0] ?? layer;
  const groups = { removed: layer.groups - kept.groups, of: layer.groups };
  const neurons = { removed: layer.neurons - kept.neurons, of: layer.neurons };
  const parameters = (count: "removed" | "of") =>
    groups[count] * layer.groupParameters + neurons[count] * layer.neuronParameters;
  return { groups, neurons, parameters: { removed: parameters("removed"), of: parameters("of") } };
}

/** The counts of several layers together. */
export function summed(counts: readonly RemovalCounts[]): RemovalCounts {
  const sum = (pick: (each: RemovalCounts) => Count): Count => ({
    removed: counts.reduce((total, each) => total + pick(each).removed, 0),
    of: counts.reduce((total, each) => total + pick(each).of, 0),
  });
  return {
    groups: sum((each) => each.groups),
    neurons: sum((each) => each.neurons),
    parameters: sum((each) => each.parameters),
  };
}

/**
 * Parameters that the plan of a file removes, single neurons moved between layers and all; undefined without a model, and
 * while a layer lacks its rate.
 * @param isMet whether the mean of the rates is the target: else no plan is made for it
 */
export function removedInTotal({ value, model }: RateDocument, isMet: boolean): Count | undefined {
  const run = model && runnableRates(value, model.shape);
  if (!run || run.rates.length !== model.shape.layers.length) return undefined;
  const plan = planForRates(model.shape, run.rates, isMet ? run.target : undefined);
  return { removed: removedParameters(model.shape, plan), of: prunableParameters(model.shape) };
}
