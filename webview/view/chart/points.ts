import type { Mark, PointStyle } from "../../model/plot.ts";
import type { Theme } from "../theme.ts";
import type { Place } from "./overlay.ts";

/** From this radius on points have a rim, which keeps neighbours apart. */
const RIM_FROM = 3;

/** Draws the points of a series: with few calls where they are many. */
export function drawPoints<T>(
  context: CanvasRenderingContext2D,
  marks: readonly Mark<T>[],
  { colour, shape, radius }: PointStyle,
  placeOf: (mark: Mark<T>) => Place,
  theme: Theme,
): void {
  const trace = TRACES[shape];
  context.fillStyle = theme.colour(colour);
  context.strokeStyle = theme.colour("--surface");
  context.lineWidth = 1;
  if (radius < RIM_FROM) context.beginPath();
  for (const mark of marks) {
    if (radius >= RIM_FROM) context.beginPath();
    trace(context, placeOf(mark), radius);
    if (radius >= RIM_FROM) {
      context.fill();
      context.stroke();
    }
  }
  if (radius < RIM_FROM) context.fill();
}

/** Adds the outline of a point to the path. */
type Trace = (context: CanvasRenderingContext2D, place: Place, radius: number) => void;

const TRACES: Readonly<Record<PointStyle["shape"], Trace>> = {
  circle: (context, { left, top }, radius) => {
    context.moveTo(left + radius, top);
    context.arc(left, top, radius, 0, 2 * Math.PI);
  },
  triangle: (context, { left, top }, radius) => {
    const reach = radius * 1.25;
    context.moveTo(left, top - reach);
    context.lineTo(left + reach, top + 0.75 * reach);
    context.lineTo(left - reach, top + 0.75 * reach);
    context.closePath();
  },
  diamond: (context, { left, top }, radius) => {
    const reach = radius * 1.35;
    context.moveTo(left, top - reach);
    context.lineTo(left + reach, top);
    context.lineTo(left, top + reach);
    context.lineTo(left - reach, top);
    context.closePath();
  },
};
