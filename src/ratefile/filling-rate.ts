import { roundRate } from "../pruning/rates.ts";
import type { RateDocument } from "./document.ts";
import { oncePer } from "./once-per.ts";
import { partsOf, weightOfLayers, wholeRateOf } from "./parts.ts";

/**
 * The rate with which the layers that have none bring the mean to the target; where no rate does, or there is no target,
 * the mean of the others.
 */
export const fillingRate = oncePer(({ value, model }: RateDocument): number => {
  const shape = model?.shape;
  const parts = partsOf(value).map((part) => ({
    rate: wholeRateOf(part, shape),
    weight: weightOfLayers(part.layers, shape),
  }));
  const count = shape?.layers.length ?? value.layers.length;
  const total = weightOfLayers(
    Array.from({ length: count }, (_, layer) => layer),
    shape,
  );
  const known = parts.reduce((sum, { weight }) => sum + weight, 0);
  const removed = parts.reduce((sum, { rate, weight }) => sum + rate * weight, 0);
  const mean = known > 0 ? removed / known : 0;
  const target = value.target?.value ?? mean;
  const wanted = (target * total - removed) / (total - known);
  return roundRate(wanted >= 0 && wanted <= 1 ? wanted : target);
});
