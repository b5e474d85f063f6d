import type { LayerRate } from "../pruning/rates.ts";
import { keyOfSpans } from "./layer-keys.ts";
import { layerRateText } from "./rate-text.ts";

/** A line of `layers`: its key and its value. */
export interface Row {
  readonly key: string;
  readonly value: string;
}

/** Rated layers, ascending, as rows: neighbours with one rate share a row. */
export function rowsOf(rated: readonly { readonly layer: number; readonly rate: LayerRate }[]): Row[] {
  const runs: { from: number; to: number; value: string }[] = [];
  for (const { layer, rate } of rated) {
    const value = layerRateText(rate);
    const last = runs.at(-1);
    if (last?.value === value && last.to === layer - 1) last.to = layer;
    else runs.push({ from: layer, to: layer, value });
  }
  return runs.map((run) => ({ key: keyOfSpans([run]), value: run.value }));
}
