import { boxOf, type HeatLayout, labelledLayers, labelledRows } from "../model/heatmap-layout.ts";
import { colourIndices, paintCells } from "../model/heatmap-paint.ts";
import type { Heat } from "../model/heatmap-rows.ts";
import type { HeatColours } from "./heatmap-colours.ts";

/** CSS pixels of the text at the axes. */
export const FONT_SIZE = 11;

/** Draws a heatmap with its axes on a canvas, which gets the layout's size. */
export function drawHeat(canvas: HTMLCanvasElement, heat: Heat, layout: HeatLayout, colours: HeatColours): void {
  canvas.width = layout.width;
  canvas.height = layout.height;
  const context = canvas.getContext("2d");
  if (!context || layout.plot.height === 0) return;
  const indices = colourIndices(heat);
  putCells(context, layout, indices, colours);
  drawAxes(context, heat, layout, colours);
  if (layout.numbered) drawNumbers(context, heat, layout, indices, colours);
}

function putCells(
  context: CanvasRenderingContext2D,
  layout: HeatLayout,
  indices: Uint8Array,
  { pixels }: HeatColours,
): void {
  const image = context.createImageData(layout.plot.width, layout.plot.height);
  paintCells(layout, indices, pixels, new Uint32Array(image.data.buffer));
  context.putImageData(image, layout.plot.x, layout.plot.y);
}

function drawAxes(
  context: CanvasRenderingContext2D,
  heat: Heat,
  layout: HeatLayout,
  { muted, font }: HeatColours,
): void {
  const { plot, ratio } = layout;
  context.font = `${FONT_SIZE * ratio}px ${font}`;
  context.fillStyle = muted;
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const row of labelledRows(layout)) {
    const { y, height } = boxOf(layout, { row, layer: 0 });
    context.fillText(heat.rows[row]?.label ?? "", plot.x - 12 * ratio, y + height / 2);
  }
  context.textBaseline = "top";
  context.textAlign = "center";
  for (const layer of labelledLayers(layout.layers, plot.width, ratio)) {
    context.fillText(String(layer), middleOf(layout, layer), plot.y + plot.height + 5 * ratio);
  }
  context.textAlign = "right";
  context.fillText("layer", plot.x - 12 * ratio, plot.y + plot.height + 5 * ratio);
}

function drawNumbers(
  context: CanvasRenderingContext2D,
  { rows, layers }: Heat,
  layout: HeatLayout,
  indices: Uint8Array,
  { inks, font }: HeatColours,
): void {
  context.font = `${(FONT_SIZE - 1) * layout.ratio}px ${font}`;
  context.textBaseline = "middle";
  context.textAlign = "center";
  for (const [row, { values }] of rows.entries()) {
    for (let layer = 0; layer < layers; layer++) {
      const { x, y, width, height } = boxOf(layout, { row, layer });
      context.fillStyle = inks[indices[row * layers + layer] ?? 0] ?? "";
      context.fillText(roundPercent(values[layer] ?? 0), x + (width - layout.gap) / 2, y + (height - layout.gap) / 2);
    }
  }
}

/** Middle of a layer's column, in device pixels. */
export function middleOf(layout: HeatLayout, layer: number): number {
  const { x, width } = boxOf(layout, { row: 0, layer });
  return x + width / 2;
}

/** A rate in percent, as short as it can be said. */
export function roundPercent(value: number): string {
  return String(Number((value * 100).toFixed(value > 0 && value < 0.1 ? 1 : 0)));
}
