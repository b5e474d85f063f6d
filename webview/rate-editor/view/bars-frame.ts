import { labelledLayers } from "../../model/heatmap-layout.ts";
import { pageTheme } from "../../view/theme.ts";
import { type BarsLayout, columnOf, seenLayers, yOf } from "../model/bars-layout.ts";
import { partRate } from "../model/layer-values.ts";
import type { EditorView } from "../view.ts";
import type { Looks } from "./bars-drawing.ts";
import { fillBox, write } from "./canvas.ts";

/** Columns from which on the rate stands above its bar. */
export const LABEL_FROM = 42;

/** Indices of the layers below, and rates above where there is room. */
export function drawNumbers(context: CanvasRenderingContext2D, view: EditorView, { layout, scrolled }: Looks): void {
  const { edges, layers, height } = layout;
  const { from, to } = seenLayers(layout, scrolled);
  for (const layer of labelledLayers(layers, edges.at(-1) ?? 0, 1)) {
    if (layer < from || layer >= to) continue;
    const { x, width } = columnOf(layout, layer);
    const isChosen = view.selection.layers.has(layer);
    write(context, String(layer), x + width / 2, height - 5, "center", isChosen ? "--ink" : "--muted");
  }
  if (layout.column >= LABEL_FROM) drawRates(context, view, layout, from, to);
}

/** Rates above their bars. */
function drawRates(
  context: CanvasRenderingContext2D,
  view: EditorView,
  layout: BarsLayout,
  from: number,
  to: number,
): void {
  for (let layer = from; layer < to; layer++) {
    const rate = view.rates.layers[layer]?.rate;
    if (!rate) continue;
    const own = partRate(rate, view.part, view.shares[layer] ?? 0.5);
    const { x, width } = columnOf(layout, layer);
    const text = own === 1 ? "drop" : own.toFixed(3);
    const y = Math.max(layout.top - 6, yOf(layout, own) - 6);
    // Lines run behind it.
    context.lineWidth = 3;
    context.strokeStyle = pageTheme().colour("--surface");
    context.textAlign = "center";
    context.strokeText(text, x + width / 2, y);
    write(context, text, x + width / 2, y, "center", "--ink");
  }
}

/** Lines of equal rates, with the axis. */
export function drawGrid(context: CanvasRenderingContext2D, layout: BarsLayout): void {
  for (const rate of [0, 0.25, 0.5, 0.75, 1]) {
    const y = yOf(layout, rate);
    fillBox(
      context,
      { x: layout.left, y, width: plotEnd(layout) - layout.left, height: 1 },
      rate === 0 ? "--axis" : "--grid",
    );
    write(context, rate.toFixed(2), layout.left - 8, y + 4, "right");
  }
  write(context, "layer", layout.left - 8, layout.height - 5, "right");
}

/** Mean and target are those of whole layers. */
export function drawReferences(
  context: CanvasRenderingContext2D,
  { rates, part }: EditorView,
  layout: BarsLayout,
): void {
  if (part !== "layer") return;
  const { mean, target } = rates;
  if (target) drawLine(context, layout, target.value, "--ink", [5, 4]);
  if (mean !== undefined && !target?.met) drawLine(context, layout, mean, "--warn", []);
}

function drawLine(
  context: CanvasRenderingContext2D,
  layout: BarsLayout,
  rate: number,
  colour: `--${string}`,
  dashes: readonly number[],
): void {
  const y = yOf(layout, rate) + 0.5;
  context.setLineDash([...dashes]);
  context.strokeStyle = pageTheme().colour(colour);
  context.beginPath();
  context.moveTo(layout.left, y);
  context.lineTo(plotEnd(layout), y);
  context.stroke();
  context.setLineDash([]);
}

function plotEnd({ left, edges, width }: BarsLayout): number {
  return Math.min(width, left + (edges.at(-1) ?? 0));
}
