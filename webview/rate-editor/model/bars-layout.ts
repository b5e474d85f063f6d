import { heatOf } from "../../../src/protocol/rate-heat.ts";
import type { LayerPart } from "../../../src/protocol/webview.ts";
import type { LayerRate } from "../../../src/pruning/rates.ts";
import { type Box, columnAt } from "../../model/heatmap-layout.ts";

/** Where the bars of a rate editor lie, in CSS pixels that fall on device pixels. */
export interface BarsLayout {
  readonly layers: number;
  /** Device pixels in a CSS pixel. */
  readonly ratio: number;
  /** What is seen at once. */
  readonly width: number;
  readonly height: number;
  /** All columns with what stands left and right of them; wider than `width` when they have to scroll. */
  readonly contentWidth: number;
  /** Left of the first column: the axis, which does not scroll. */
  readonly left: number;
  /** Height of rate 1 and of rate 0. */
  readonly top: number;
  readonly bottom: number;
  /** Left edges of the columns from the first one's, and the right edge of the last. */
  readonly edges: readonly number[];
  /** Mean width of a column. */
  readonly column: number;
  /** The row of padlocks below the bars; undefined where columns are too narrow for them. */
  readonly locks: { readonly top: number; readonly bottom: number } | undefined;
}

/** A part of a bar in one colour. */
export interface Segment extends Box {
  /** On the heat scale, from 0. */
  readonly heat: number;
}

/** What a pointer is at. */
export interface Hit {
  readonly layer: number;
  readonly zone: "bar" | "lock";
}

const AXIS = 44;
const RIGHT = 10;
const ABOVE = 24;
const BELOW = 24;
const LOCKS = 20;
const [NARROWEST, WIDEST] = [4, 112];
/** Columns from which on there is a padlock below each, and from which on there is air between them. */
const LOCK_FROM = 15;
const AIR_FROM = 4;
/** Share of a column that stays empty. */
const AIR = 0.22;
const MOST_AIR = 16;
const LEAST_PLOT = 120;

/**
 * @param width CSS pixels that there are; columns that would become too narrow for a pointer reach beyond them
 * @param height CSS pixels of the whole
 */
export function layoutBars(layers: number, width: number, height: number, ratio: number): BarsLayout {
  const snap = (css: number) => Math.round(css * ratio) / ratio;
  // Rounded down: half a pixel too much would be a scroll bar.
  const room = Math.max(0, Math.floor((width - AXIS - RIGHT) * ratio) / ratio);
  const column = Math.min(WIDEST, Math.max(NARROWEST, room / Math.max(1, layers)));
  const edges = Array.from({ length: layers + 1 }, (_, layer) => snap(layer * column));
  const hasLocks = column >= LOCK_FROM;
  const below = BELOW + (hasLocks ? LOCKS : 6);
  const bottom = snap(Math.max(ABOVE + LEAST_PLOT, height - below));
  return {
    layers,
    ratio,
    width,
    height: snap(bottom + below),
    contentWidth: Math.max(width, AXIS + (edges.at(-1) ?? 0) + RIGHT),
    left: AXIS,
    top: ABOVE,
    bottom,
    edges,
    column,
    locks: hasLocks ? { top: bottom + 2, bottom: bottom + 2 + LOCKS } : undefined,
  };
}

/** Height of a rate. */
export function yOf({ top, bottom, ratio }: BarsLayout, rate: number): number {
  return Math.round((bottom - rate * (bottom - top)) * ratio) / ratio;
}

/** The rate at a height; beyond the ends that of the end. */
export function rateAt({ top, bottom }: BarsLayout, y: number): number {
  return Math.min(1, Math.max(0, (bottom - y) / (bottom - top)));
}

/** By how much a rate changes over so many pixels upwards. */
export function rateOfPixels({ top, bottom }: BarsLayout, pixels: number): number {
  return pixels / (bottom - top);
}

/** Left edge and width of a layer's column, from the left edge of the content. */
export function columnOf({ left, edges }: BarsLayout, layer: number): { readonly x: number; readonly width: number } {
  const [from, to] = [edges[layer] ?? 0, edges[layer + 1] ?? 0];
  return { x: left + from, width: to - from };
}

/** A whole bar, from 0 up to a rate. */
export function barBox(layout: BarsLayout, layer: number, rate: number): Box {
  const { x, width } = columnOf(layout, layer);
  const air = layout.column >= AIR_FROM ? Math.min(MOST_AIR, Math.max(1, width * AIR)) : 0;
  const snap = (css: number) => Math.round(css * layout.ratio) / layout.ratio;
  const [from, to] = [snap(x + air / 2), snap(x + width - air / 2)];
  const y = yOf(layout, rate);
  return { x: from, width: Math.max(1 / layout.ratio, to - from), y, height: layout.bottom - y };
}

/**
 * The pieces of a layer's bar, from below: attention and MLP stacked, each as high as what it removes of the layer, or the
 * one part that is looked at.
 * @param share of the attention in the layer's parameters
 */
export function segmentsOf(
  layout: BarsLayout,
  layer: number,
  rate: LayerRate,
  part: LayerPart,
  share: number,
): readonly Segment[] {
  if (part !== "layer") return [{ ...barBox(layout, layer, rate[part]), heat: heatOf(rate[part]) }];
  const whole = barBox(layout, layer, rate.attention * share + rate.mlp * (1 - share));
  if (rate.attention === rate.mlp) return [{ ...whole, heat: heatOf(rate.mlp) }];
  const middle = yOf(layout, rate.attention * share);
  return [
    { ...whole, y: middle, height: layout.bottom - middle, heat: heatOf(rate.attention) },
    { ...whole, height: middle - whole.y, heat: heatOf(rate.mlp) },
  ].filter(({ height }) => height > 0);
}

/** What lies at a place of the content. */
export function hitAt(layout: BarsLayout, x: number, y: number): Hit | undefined {
  const layer = columnAt(layout.edges, x - layout.left);
  if (layer === undefined || y < 0 || y > layout.height) return undefined;
  return { layer, zone: layout.locks && y >= layout.locks.top && y < layout.locks.bottom ? "lock" : "bar" };
}

/** The layer whose column is nearest: a pointer that has left the bars still paints those at their end. */
export function nearestLayer({ left, edges, layers }: BarsLayout, x: number): number {
  const end = edges.at(-1) ?? 0;
  const inside = Math.min(Math.max(0, x - left), Math.max(0, end - 0.01));
  return columnAt(edges, inside) ?? Math.max(0, layers - 1);
}

/** Layers that are seen when the content is scrolled so far, `to` exclusive. */
export function seenLayers(layout: BarsLayout, scrolled: number): { readonly from: number; readonly to: number } {
  if (layout.layers === 0) return { from: 0, to: 0 };
  const from = nearestLayer(layout, scrolled + layout.left);
  return { from, to: nearestLayer(layout, scrolled + layout.width) + 1 };
}

/** How far to scroll so that a layer is seen, from where it is scrolled to now. */
export function scrollTo(layout: BarsLayout, layer: number, scrolled: number): number {
  const { x, width } = columnOf(layout, layer);
  const most = layout.contentWidth - layout.width;
  if (x < scrolled + layout.left) return Math.max(0, x - layout.left - 2 * width);
  if (x + width > scrolled + layout.width - RIGHT) return Math.min(most, x + 3 * width - layout.width + RIGHT);
  return scrolled;
}
