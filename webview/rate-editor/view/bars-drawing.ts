import type { EditedLayer } from "../../../src/protocol/rate-editor.ts";
import type { Box } from "../../model/heatmap-layout.ts";
import { iconPath } from "../../view/icon.ts";
import { pageTheme } from "../../view/theme.ts";
import { type BarsLayout, barBox, columnOf, type Segment, seenLayers, segmentsOf, yOf } from "../model/bars-layout.ts";
import { partRate } from "../model/layer-values.ts";
import type { EditorView } from "../view.ts";
import { drawGrid, drawNumbers, drawReferences, LABEL_FROM } from "./bars-frame.ts";
import { fillBox, strokeBox, write } from "./canvas.ts";

/** What is drawn besides the view. */
export interface Looks {
  readonly layout: BarsLayout;
  /** CSS pixels that the content is scrolled. */
  readonly scrolled: number;
  readonly hovered: number | undefined;
}

const FONT_SIZE = 11;
/** Distance of the lines of locked bars. */
const HATCH = 6;
const GLYPH = 14;
/** Widths and colours of the line of what is laid beside: its rim, then itself. */
const GHOST = [
  [4, "--surface"],
  [2, "--ghost"],
] as const;

const [LOCKED, UNLOCKED] = [iconPath("lock"), iconPath("unlock")];

/** Draws the bars on a canvas as wide as what is seen. */
export function drawBars(canvas: HTMLCanvasElement, view: EditorView, looks: Looks): void {
  const { layout } = looks;
  const { ratio, width, height } = layout;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = canvas.getContext("2d");
  if (!context) return;
  context.scale(ratio, ratio);
  context.font = `${FONT_SIZE}px ${pageTheme().font}`;
  context.lineWidth = 1;
  drawGrid(context, layout);
  inContent(context, looks, () => drawColumns(context, view, looks));
  drawReferences(context, view, layout);
  inContent(context, looks, () => {
    drawNumbers(context, view, looks);
    drawDragged(context, view, looks);
  });
}

/** Draws what scrolls: right of the axis, and moved by as much as it is scrolled. */
function inContent(context: CanvasRenderingContext2D, { layout, scrolled }: Looks, draw: () => void): void {
  context.save();
  context.beginPath();
  context.rect(layout.left, 0, layout.width - layout.left, layout.height);
  context.clip();
  context.translate(-scrolled, 0);
  draw();
  context.restore();
}

function drawColumns(context: CanvasRenderingContext2D, view: EditorView, looks: Looks): void {
  const { layout, scrolled, hovered } = looks;
  const { from, to } = seenLayers(layout, scrolled);
  for (let layer = from; layer < to; layer++) {
    const isChosen = view.selection.layers.has(layer);
    if (isChosen || layer === hovered) drawLight(context, layout, layer, isChosen);
    drawLayer(context, view, looks, layer);
  }
  drawBeside(context, view, looks);
}

function drawLayer(context: CanvasRenderingContext2D, view: EditorView, looks: Looks, layer: number): void {
  const { layout } = looks;
  const edited = view.rates.layers[layer];
  const share = view.shares[layer] ?? 0.5;
  if (edited?.rate) {
    const segments = segmentsOf(layout, layer, edited.rate, view.part, share);
    drawBar(context, layout, segments, edited.locked);
    drawEdge(context, layout, barBox(layout, layer, partRate(edited.rate, view.part, share)));
  } else drawGap(context, layout, layer);
  const before = view.before?.layers[layer]?.rate;
  if (before && before !== edited?.rate) {
    drawTick(context, layout, layer, partRate(before, view.part, share), "--muted");
  }
  if (edited && layout.locks) drawLock(context, layout, layer, edited, layer === looks.hovered);
}

function drawBar(
  context: CanvasRenderingContext2D,
  layout: BarsLayout,
  segments: readonly Segment[],
  isLocked: boolean,
): void {
  for (const [index, segment] of segments.entries()) {
    fillBox(context, segment, `--vscode-selfPruner-rate${segment.heat + 1}`);
    if (isLocked) hatch(context, segment);
    // Between attention and MLP: told apart even where both have one colour.
    if (index > 0) fillBox(context, { ...segment, y: segment.y + segment.height - 1, height: 1 }, "--surface");
  }
  if (isHighContrast() && layout.column >= 6) for (const segment of segments) strokeBox(context, segment, "--edge");
}

/** The upper end of a bar: what is dragged, and what can be read in every theme. */
function drawEdge(context: CanvasRenderingContext2D, layout: BarsLayout, { x, y, width }: Box): void {
  const height = layout.column >= 8 ? 2 : 1;
  fillBox(context, { x, y: Math.min(y, layout.bottom - height), width, height }, "--bar-edge");
}

/** What is laid beside: one line in steps over all layers, with a rim so that it can be seen on every bar. */
function drawBeside(context: CanvasRenderingContext2D, view: EditorView, { layout, scrolled }: Looks): void {
  const { from, to } = seenLayers(layout, scrolled);
  context.beginPath();
  for (const [index, rate] of (view.beside?.rates.slice(from, to) ?? []).entries()) {
    const layer = from + index;
    const y = yOf(layout, partRate(rate, view.part, view.shares[layer] ?? 0.5));
    const { x, width } = columnOf(layout, layer);
    context.lineTo(x, y);
    context.lineTo(x + width, y);
  }
  for (const [width, colour] of GHOST) {
    context.lineWidth = width;
    context.strokeStyle = pageTheme().colour(colour);
    context.stroke();
  }
  context.lineWidth = 1;
}

/** The rate of the bar that is dragged, above it. */
function drawDragged(context: CanvasRenderingContext2D, view: EditorView, { layout, hovered }: Looks): void {
  const layer = hovered ?? view.selection.focus;
  const rate = view.rates.layers[layer]?.rate;
  if (!view.before || !rate || layout.column >= LABEL_FROM) return;
  const own = partRate(rate, view.part, view.shares[layer] ?? 0.5);
  const { x, width } = columnOf(layout, layer);
  const text = own === 1 ? "drop" : own.toFixed(4);
  const half = context.measureText(text).width / 2 + 5;
  const y = Math.max(18, yOf(layout, own) - 5);
  fillBox(context, { x: x + width / 2 - half, y: y - 14, width: 2 * half, height: 17 }, "--surface");
  write(context, text, x + width / 2, y - 1, "center", "--ink");
}

/** A layer without a rate. */
function drawGap(context: CanvasRenderingContext2D, layout: BarsLayout, layer: number): void {
  const { x, width } = barBox(layout, layer, 1);
  context.setLineDash([3, 3]);
  strokeBox(context, { x, width, y: layout.top, height: layout.bottom - layout.top }, "--axis");
  context.setLineDash([]);
  if (layout.column >= 12) write(context, "?", x + width / 2, layout.bottom - 6, "center");
}

function drawTick(
  context: CanvasRenderingContext2D,
  layout: BarsLayout,
  layer: number,
  rate: number,
  colour: `--${string}`,
): void {
  const { x, width } = barBox(layout, layer, rate);
  fillBox(context, { x, y: yOf(layout, rate), width, height: 1 }, colour);
}

function drawLock(
  context: CanvasRenderingContext2D,
  layout: BarsLayout,
  layer: number,
  { locked }: EditedLayer,
  isHovered: boolean,
): void {
  const { locks } = layout;
  if (!locks || (!locked && !isHovered)) return;
  const { x, width } = columnOf(layout, layer);
  context.save();
  context.translate(x + (width - GLYPH) / 2, locks.top + (locks.bottom - locks.top - GLYPH) / 2);
  context.scale(GLYPH / 16, GLYPH / 16);
  context.fillStyle = pageTheme().colour(locked ? "--ink" : "--muted");
  context.fill(locked ? LOCKED : UNLOCKED, "evenodd");
  context.restore();
}

function drawLight(context: CanvasRenderingContext2D, layout: BarsLayout, layer: number, isChosen: boolean): void {
  const { x, width } = columnOf(layout, layer);
  const box = { x, y: layout.top - 4, width, height: layout.height - layout.top };
  fillBox(context, box, isChosen ? "--chosen" : "--hover");
  if (isChosen) fillBox(context, { x, y: layout.bottom, width, height: 2 }, "--focus");
}

function hatch(context: CanvasRenderingContext2D, { x, y, width, height }: Box): void {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.strokeStyle = pageTheme().colour("--hatch");
  context.lineWidth = 1.5;
  context.beginPath();
  for (let at = y - width; at < y + height; at += HATCH) {
    context.moveTo(x, at + width);
    context.lineTo(x + width, at);
  }
  context.stroke();
  context.restore();
}

function isHighContrast(): boolean {
  return /vscode-high-contrast/.test(document.body.className);
}
