import type { LineStyle, Mark } from "../../model/plot.ts";
import type { Theme } from "../theme.ts";
import type { Place } from "./overlay.ts";

/** Radius of the marks on a line, in pixels. */
const DOT = 3;

/** Draws a line through the marks of a series. */
export function drawLine<T>(
  context: CanvasRenderingContext2D,
  marks: readonly Mark<T>[],
  { colour, width, dash = [], isStepped, hasDots }: LineStyle,
  placeOf: (mark: Mark<T>) => Place,
  theme: Theme,
): void {
  const places = marks.map(placeOf);
  context.strokeStyle = theme.colour(colour);
  context.fillStyle = theme.colour(colour);
  context.lineWidth = width;
  context.lineJoin = "round";
  context.setLineDash([...dash]);
  context.beginPath();
  places.forEach(({ left, top }, index) => {
    const before = places[index - 1];
    if (!before) context.moveTo(left, top);
    if (before && isStepped) context.lineTo(left, before.top);
    context.lineTo(left, top);
  });
  context.stroke();
  context.setLineDash([]);
  if (hasDots) drawDots(context, places);
}

function drawDots(context: CanvasRenderingContext2D, places: readonly Place[]): void {
  context.beginPath();
  for (const { left, top } of places) {
    context.moveTo(left + DOT, top);
    context.arc(left, top, DOT, 0, 2 * Math.PI);
  }
  context.fill();
}
