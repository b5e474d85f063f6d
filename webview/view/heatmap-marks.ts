import { type Box, boxOf, type HeatCell, type HeatLayout, labelledLayers } from "../model/heatmap-layout.ts";
import type { HeatColours } from "./heatmap-colours.ts";
import { FONT_SIZE, middleOf } from "./heatmap-drawing.ts";

/** Half of the width that the name of a layer takes at most. */
const NAME = 12;

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
