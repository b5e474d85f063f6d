import type { LayerSetting } from "../../../src/protocol/rate-editor.ts";
import { rounded } from "./layer-values.ts";
import { between } from "./selection.ts";

/** Rates by their layers. */
export type Rates = ReadonlyMap<number, number>;

/** Decimals that a pointer sets, that it sets with Shift, and that a key sets. */
export const decimals = { coarse: 3, fine: 4, keys: 5 } as const;

/** Rates that all move by the same amount, as far as 0 and 1 allow. @param start what they were before */
export function movedBy(start: Rates, by: number, places: number): Rates {
  return new Map([...start].map(([layer, rate]) => [layer, by === 0 ? rate : rounded(rate + by, places)]));
}

/** A pointer that draws a curve over the bars: all between its last place and this one get a rate on the line. */
export function painted(
  before: Rates,
  from: { readonly layer: number; readonly rate: number },
  to: { readonly layer: number; readonly rate: number },
): Rates {
  const along = (layer: number) => {
    const share = from.layer === to.layer ? 1 : (layer - from.layer) / (to.layer - from.layer);
    return rounded(from.rate + share * (to.rate - from.rate), decimals.coarse);
  };
  return new Map([...before, ...between(from.layer, to.layer).map((layer): [number, number] => [layer, along(layer)])]);
}

/** Rates as they are sent: layers of one rate together. */
export function settingsOf(rates: Rates): LayerSetting[] {
  const byRate = new Map<number, number[]>();
  for (const [layer, rate] of rates) {
    const layers = byRate.get(rate);
    if (layers) layers.push(layer);
    else byRate.set(rate, [layer]);
  }
  return [...byRate].map(([rate, layers]) => ({ layers, rate }));
}

/** Only those of the layers that may move. */
export function without(rates: Rates, locked: (layer: number) => boolean): Rates {
  return new Map([...rates].filter(([layer]) => !locked(layer)));
}
