import type { SearchDetail } from "../../src/protocol/runner.ts";
import type { LayerPart } from "../../src/protocol/webview.ts";
import { type Plan, planForRates, ratesOfPlan } from "../../src/pruning/plan.ts";
import { layerRates, type RateVector } from "../../src/pruning/rates.ts";
import type { ModelShape } from "../../src/pruning/shape.ts";

/** One number per layer, first layer first. */
export type LayerValues = readonly number[];

/**
 * What is shown of rate vectors, one number per layer and part. A layer's rate is the written one, which the plan meets
 * to within one neuron. Of its halves is shown what the plan really removes: an LLM writes one rate for both, and the
 * plan makes up with neurons for what whole KV groups cannot remove.
 *
 * Everything is worked out once per vector, because a panel asks again at every update.
 */
export class ShownRates {
  readonly #shape: ModelShape;
  readonly #target: number;
  readonly #plans = new WeakMap<RateVector, Plan>();
  readonly #values = new WeakMap<RateVector, Map<LayerPart, LayerValues>>();

  /** @param target the search's, which plans follow from together with the rates */
  constructor(shape: ModelShape, target: number) {
    this.#shape = shape;
    this.#target = target;
  }

  /** @param plan the vector's plan where it is known already */
  values(rates: RateVector, part: LayerPart, plan?: Plan): LayerValues {
    const parts = this.#values.get(rates) ?? new Map<LayerPart, LayerValues>();
    this.#values.set(rates, parts);
    const known = parts.get(part);
    if (known) return known;
    const values = this.#workOut(rates, part, plan);
    parts.set(part, values);
    return values;
  }

  planOf(rates: RateVector): Plan {
    const known = this.#plans.get(rates);
    if (known) return known;
    const plan = planForRates(this.#shape, rates, this.#target);
    this.#plans.set(rates, plan);
    return plan;
  }

  #workOut(rates: RateVector, part: LayerPart, plan: Plan | undefined): LayerValues {
    if (part === "layer") return layerRates(this.#shape, rates);
    return ratesOfPlan(this.#shape, plan ?? this.planOf(rates)).map((rate) => rate[part]);
  }
}

const known = new WeakMap<ModelShape, ShownRates>();

/** Those of a search, shared by all that show it. */
export function shownRatesOf({ shape, spec }: SearchDetail): ShownRates {
  const rates = known.get(shape) ?? new ShownRates(shape, spec.target);
  known.set(shape, rates);
  return rates;
}
