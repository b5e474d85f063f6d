import type { NamedRates } from "../../pruning/known-rates.ts";
import { projectOntoMean, roundOntoMean } from "../../pruning/projection.ts";
import type { LayerRate } from "../../pruning/rates.ts";
import type { RateDocument } from "../document.ts";
import { fillingRate } from "../filling-rate.ts";
import { weightOfLayers } from "../parts.ts";
import { type Row, rowsOf } from "../rows.ts";

/** Rates for the layers that have none, as rows. */
export interface ScheduledRows {
  readonly title: string;
  readonly rows: readonly Row[];
}

/**
 * Ways to rate layers: all alike, rising from the first to the last layer, and what was measured elsewhere; each shifted
 * such that the file's mean comes to its target.
 * @param layers that are to be rated, ascending
 */
export function scheduledRows(
  document: RateDocument,
  layers: readonly number[],
  measured: readonly NamedRates[],
): ScheduledRows[] {
  const mean = fillingRate(document);
  const count = document.model?.shape.layers.length ?? document.value.layers.length;
  const alike = layers.map((layer) => ({ layer, rate: { attention: mean, mlp: mean } }));
  // From half the mean to one and a half of it: later layers of a language model matter less, in most of them.
  const rising = layers.map((layer) => mean * (0.5 + layer / Math.max(1, count - 1)));
  return [
    { title: `uniform at ${mean.toFixed(5)}`, rows: rowsOf(alike) },
    { title: "linear, later layers cut more", rows: rowsOf(onMean(document, layers, rising, mean)) },
    ...measured
      .filter(({ rates }) => rates.length === count)
      .map(({ title, rates }) => ({ title, rows: rowsOf(onMean(document, layers, wholeOf(layers, rates), mean)) })),
  ];
}

/** Attention and MLP alike: a schedule says how deep layers are cut, not which half. */
function wholeOf(layers: readonly number[], rates: readonly LayerRate[]): number[] {
  return layers.map((layer) => ((rates[layer]?.attention ?? 0) + (rates[layer]?.mlp ?? 0)) / 2);
}

function onMean(
  { model }: RateDocument,
  layers: readonly number[],
  rates: readonly number[],
  mean: number,
): { layer: number; rate: LayerRate }[] {
  const weights = layers.map((layer) => weightOfLayers([layer], model?.shape));
  const rounded = roundOntoMean(projectOntoMean(rates, weights, mean), weights, mean);
  return layers.map((layer, index) => {
    const rate = rounded[index] ?? mean;
    return { layer, rate: { attention: rate, mlp: rate } };
  });
}
