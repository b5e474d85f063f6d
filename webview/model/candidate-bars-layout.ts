import { type CandidateBars, isLayered } from "./candidate-bars.ts";
import { type Box, type Columns, layoutColumns } from "./heatmap-layout.ts";

/** Where the bars of a candidate lie, in device pixels. */
export interface BarsLayout extends Columns {
  readonly ratio: number;
  readonly width: number;
  readonly height: number;
  /** Upper and lower edge of the rates, 0 at the lower one. */
  readonly rates: { readonly top: number; readonly bottom: number };
  /** The same of the differences, 0 in the middle; undefined when there are none. */
  readonly differences: { readonly top: number; readonly bottom: number } | undefined;
}

/** CSS pixels. */
const RATES = 176;
const DIFFERENCES = 84;
const BETWEEN = 30;
const [ABOVE, BELOW] = [8, 22];
/** Share of a column between its bars and those of the next. */
const GAP = 0.2;

/** @param width CSS pixels that there are */
export function layoutBars(bars: CandidateBars, width: number, ratio: number): BarsLayout {
  const px = (css: number) => Math.round(css * ratio);
  const columns = layoutColumns(bars.layers, width, ratio);
  const rates = { top: px(ABOVE), bottom: px(ABOVE + RATES) };
  const start = rates.bottom + px(BETWEEN);
  const differences = bars.difference && { top: start, bottom: start + px(DIFFERENCES) };
  const end = differences?.bottom ?? rates.bottom;
  return { ...columns, ratio, width: Math.floor(width * ratio), height: end + px(BELOW), rates, differences };
}

/** A bar of a rate. @param index among the bars of its layer */
export function rateBox(layout: BarsLayout, bars: CandidateBars, layer: number, index: number): Box {
  const { top, bottom } = layout.rates;
  const value = bars.series[index]?.values[layer] ?? 0;
  const height = Math.round(Math.min(1, value / bars.ceiling) * (bottom - top));
  const place = isLayered(bars) ? placeOf(layout, layer, 0, 1) : placeOf(layout, layer, index, bars.series.length);
  return { ...place, y: bottom - height, height };
}

/** A bar of a difference: above the middle where more is removed. */
export function differenceBox(layout: BarsLayout, bars: CandidateBars, layer: number): Box | undefined {
  const { differences } = layout;
  if (!differences || !bars.difference) return undefined;
  const middle = Math.round((differences.top + differences.bottom) / 2);
  const share = (bars.difference.values[layer] ?? 0) / bars.difference.reach;
  const height = Math.round(Math.min(1, Math.abs(share)) * ((differences.bottom - differences.top) / 2));
  return { ...placeOf(layout, layer, 0, 1), y: share > 0 ? middle - height : middle, height };
}

/** Height of a rate. */
export function heightOf(layout: BarsLayout, rate: number, ceiling: number): number {
  const { top, bottom } = layout.rates;
  return Math.round(bottom - (rate / ceiling) * (bottom - top));
}

/** Left edge and width of a bar: bars of one layer share its column, with air to the next layer's. */
function placeOf({ left, edges, column }: BarsLayout, layer: number, index: number, amount: number) {
  const [from, to] = [edges[layer] ?? 0, edges[layer + 1] ?? 0];
  const air = column >= 3 ? Math.max(1, Math.round((to - from) * GAP)) : 0;
  const room = to - from - air;
  const edge = (nth: number) => Math.round((room * nth) / amount);
  return { x: left + from + Math.floor(air / 2) + edge(index), width: Math.max(1, edge(index + 1) - edge(index)) };
}
