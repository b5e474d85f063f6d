import { cssColour } from "../model/colours.ts";
import { scaleIndex } from "../model/colours-scale.ts";
import {
  type Box,
  boxOf,
  type HeatCell,
  type HeatLayout,
  labelledLayers,
  labelledRows,
} from "../model/heatmap-layout.ts";
import { colourIndices, paintCells } from "../model/heatmap-paint.ts";
import type { Heat } from "../model/heatmap-rows.ts";
import type { HeatColours } from "./heatmap-colours.ts";

/** CSS pixels. */
const FONT_SIZE = 11;
/** Half of the width that the name of a layer takes at most. */
const NAME = 12;
const LEGEND = { width: 220, bar: 10, height: 28 };

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

/** What the marks over a heatmap point out; a canvas of their own, so that the cells need not be drawn again. */
export interface Marks {
  readonly selected: readonly number[];
  readonly hovered: readonly number[];
  /** Under the pointer or the cursor: its layer is named at the axis. */
  readonly cell: HeatCell | undefined;
  /** Where the keyboard is. */
  readonly cursor: HeatCell | undefined;
}

/** Draws the marks of rows and cells. */
export function drawMarks(canvas: HTMLCanvasElement, layout: HeatLayout, marks: Marks, colours: HeatColours): void {
  canvas.width = layout.width;
  canvas.height = layout.height;
  const context = canvas.getContext("2d");
  if (!context) return;
  for (const row of marks.hovered) outline(context, layout, rowBox(layout, row), 1, colours.foreground, colours);
  for (const row of marks.selected) {
    outline(context, layout, rowBox(layout, row), 2, colours.foreground, colours);
    drawPointer(context, layout, row, colours);
  }
  if (marks.cursor) outline(context, layout, boxOf(layout, marks.cursor), 2, colours.focus, colours);
  if (marks.cell) drawLayerName(context, layout, marks.cell, colours);
}

/** The colour scale with its numbers, and where the target lies on it; from (x, y) on in CSS pixels of the context. */
export function drawLegend(
  context: CanvasRenderingContext2D,
  { ceiling, target }: { readonly ceiling: number; readonly target: number },
  { scale, foreground, muted, font }: HeatColours,
): void {
  const { width, bar } = LEGEND;
  for (let x = 0; x < width; x++) {
    context.fillStyle = cssColour(scale[scaleIndex(x / (width - 1))] ?? [0, 0, 0]);
    context.fillRect(x, 0, 1, bar);
  }
  context.font = `${FONT_SIZE}px ${font}`;
  context.textBaseline = "top";
  context.fillStyle = muted;
  const ends = [
    { at: 0, align: "left" },
    { at: 0.5, align: "center" },
    { at: 1, align: "right" },
  ] as const;
  for (const { at, align } of ends) {
    context.textAlign = align;
    context.fillText(`${roundPercent(at * ceiling)} %`, at * width, bar + 4);
  }
  if (target > ceiling) return;
  context.fillStyle = foreground;
  const x = (target / ceiling) * width;
  context.beginPath();
  context.moveTo(x, bar - 3);
  context.lineTo(x - 4, bar + 4);
  context.lineTo(x + 4, bar + 4);
  context.fill();
}

/** CSS pixels. */
export const LEGEND_SIZE = { width: LEGEND.width, height: LEGEND.height };

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

function rowBox({ plot, rowHeight, gap }: HeatLayout, row: number): Box {
  return { x: plot.x, y: plot.y + row * rowHeight, width: plot.width - gap, height: rowHeight - gap };
}

/** A frame just outside of a box, in the colour and rimmed by the background, so that it stands out from any cell. */
function outline(
  context: CanvasRenderingContext2D,
  { ratio }: HeatLayout,
  { x, y, width, height }: Box,
  thick: number,
  colour: string,
  { background }: HeatColours,
): void {
  const [line, rim] = [Math.round(thick * ratio), Math.max(1, Math.round(ratio))];
  const frame = (distance: number, wide: number, style: string) => {
    const by = distance + wide / 2;
    context.strokeStyle = style;
    context.lineWidth = wide;
    context.strokeRect(x - by, y - by, width + 2 * by, height + 2 * by);
  };
  frame(0, line, colour);
  frame(line, rim, background);
}

function drawPointer(
  context: CanvasRenderingContext2D,
  layout: HeatLayout,
  row: number,
  { foreground }: HeatColours,
): void {
  const { x, y, height } = rowBox(layout, row);
  const [size, middle] = [5 * layout.ratio, y + height / 2];
  context.fillStyle = foreground;
  context.beginPath();
  context.moveTo(x - 3 * layout.ratio, middle);
  context.lineTo(x - 3 * layout.ratio - size, middle - size);
  context.lineTo(x - 3 * layout.ratio - size, middle + size);
  context.fill();
}

function drawLayerName(
  context: CanvasRenderingContext2D,
  layout: HeatLayout,
  { layer }: HeatCell,
  { background, foreground, surface, font }: HeatColours,
): void {
  const { ratio, plot } = layout;
  const top = plot.y + plot.height + 2 * ratio;
  const band = (colour: string, centre: number, half: number) => {
    context.fillStyle = colour;
    context.fillRect(centre - half, top, 2 * half, 16 * ratio);
  };
  const middle = middleOf(layout, layer);
  context.font = `600 ${FONT_SIZE * ratio}px ${font}`;
  const half = context.measureText(String(layer)).width / 2 + 4 * ratio;
  // Names that it would run into are covered whole.
  const neighbours = labelledLayers(layout.layers, plot.width, ratio).map((other) => middleOf(layout, other));
  for (const other of neighbours)
    if (Math.abs(other - middle) < half + NAME * ratio) band(surface, other, NAME * ratio);
  band(foreground, middle, half);
  context.fillStyle = background;
  context.textBaseline = "top";
  context.textAlign = "center";
  context.fillText(String(layer), middle, plot.y + plot.height + 5 * ratio);
}

function middleOf(layout: HeatLayout, layer: number): number {
  const { x, width } = boxOf(layout, { row: 0, layer });
  return x + width / 2;
}

function roundPercent(value: number): string {
  return String(Number((value * 100).toFixed(value > 0 && value < 0.1 ? 1 : 0)));
}
