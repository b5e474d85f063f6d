import type { LegendEntry } from "../model/legend.ts";
import { drawPoints } from "./chart/points.ts";
import type { Theme } from "./theme.ts";

/** Pixels: of a key, between it and its text, between entries, and from line to line. */
const KEY = { wide: 16, narrow: 10 };
const [GAP, BETWEEN, LINE] = [6, 18, 18];

/** An entry with its place, from the upper left corner of the legend. */
interface Placed {
  readonly entry: LegendEntry;
  readonly x: number;
  readonly y: number;
}

/** A legend as it stands in an exported picture: its entries in lines of a width. */
export interface PlacedLegend {
  readonly entries: readonly Placed[];
  readonly height: number;
}

/** @param context whose font is that of the texts */
export function placeLegend(
  context: CanvasRenderingContext2D,
  legend: readonly LegendEntry[],
  width: number,
): PlacedLegend {
  const entries: Placed[] = [];
  let [x, y] = [0, 0];
  for (const entry of legend) {
    const length = keyWidth(entry) + GAP + context.measureText(entry.text).width;
    if (x > 0 && x + length > width) [x, y] = [0, y + LINE];
    entries.push({ entry, x, y });
    x += length + BETWEEN;
  }
  return { entries, height: legend.length > 0 ? y + LINE : 0 };
}

/** Draws a legend where the context's origin is. */
export function drawLegend(context: CanvasRenderingContext2D, { entries }: PlacedLegend, theme: Theme): void {
  context.textBaseline = "middle";
  for (const { entry, x, y } of entries) {
    const middle = y + LINE / 2;
    drawKey(context, entry, { left: x, middle }, theme);
    context.fillStyle = theme.colour("--vscode-foreground");
    context.fillText(entry.text, x + keyWidth(entry) + GAP, middle);
  }
}

function drawKey(
  context: CanvasRenderingContext2D,
  { key, colour }: LegendEntry,
  { left, middle }: { readonly left: number; readonly middle: number },
  theme: Theme,
): void {
  const half = KEY.narrow / 2;
  if (key === "line" || key === "dashes") {
    context.strokeStyle = theme.colour(colour);
    context.lineWidth = 2;
    context.setLineDash(key === "dashes" ? [5, 3] : []);
    context.beginPath();
    context.moveTo(left, middle);
    context.lineTo(left + KEY.wide, middle);
    context.stroke();
    context.setLineDash([]);
  } else if (key === "square") {
    context.fillStyle = theme.colour(colour);
    context.fillRect(left, middle - half, KEY.narrow, KEY.narrow);
  } else {
    const style = { kind: "points", colour, shape: key, radius: half } as const;
    drawPoints(context, [{ x: 0, y: 0, of: undefined }], style, () => ({ left: left + half, top: middle }), theme);
  }
}

function keyWidth({ key }: LegendEntry): number {
  return key === "line" || key === "dashes" ? KEY.wide : KEY.narrow;
}
