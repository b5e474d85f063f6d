import type { BesideRates, EditedRates } from "../../../src/protocol/rate-editor.ts";
import type { LayerPart } from "../../../src/protocol/webview.ts";
import { partRate } from "./layer-values.ts";

/** How a layer of the file differs from the one beside it. */
export interface Difference {
  readonly layer: number;
  readonly own: number;
  readonly other: number;
}

/** Two rates that are written alike are no difference. */
const LEAST = 5e-6;

/** The layers that differ, those that differ most first. */
export function differencesOf(
  layers: EditedRates["layers"],
  beside: BesideRates,
  part: LayerPart,
  shares: readonly number[],
): Difference[] {
  return layers
    .flatMap(({ rate }, layer) => {
      const other = beside.rates[layer];
      if (!rate || !other) return [];
      const share = shares[layer] ?? 0.5;
      return [{ layer, own: partRate(rate, part, share), other: partRate(other, part, share) }];
    })
    .filter(({ own, other }) => Math.abs(own - other) > LEAST)
    .sort((a, b) => Math.abs(b.own - b.other) - Math.abs(a.own - a.other) || a.layer - b.layer);
}

/** `+12.00 points`: how much more another rate removes. */
export function pointsText({ own, other }: Difference): string {
  const points = (other - own) * 100;
  return `${points < 0 ? "−" : "+"}${Math.abs(points).toFixed(2)} points`;
}
