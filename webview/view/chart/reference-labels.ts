import { type Reference, spreadLabels } from "../../model/plot.ts";
import type { Theme } from "../theme.ts";

const LINE_HEIGHT = 13;

/** Where values lie in a chart. */
export interface Frame {
  readonly area: { readonly left: number; readonly right: number; readonly bottom: number };
  /** Ends of the axis. */
  readonly min: number;
  readonly max: number;
  /** Pixels from the top. */
  heightOf(value: number): number;
}

/**
 * Draws lines across a chart at values that are compared with, and names them beside it. What lies beyond the axis is
 * named at its end, with an arrow.
 */
export function drawReferences(
  ctx: CanvasRenderingContext2D,
  frame: Frame,
  references: readonly Reference[],
  theme: Theme,
): void {
  const { area, min, max, heightOf } = frame;
  const heights = references.map(({ value }) => heightOf(Math.min(max, Math.max(min, value))));
  const labels = spreadLabels(heights, 2 * LINE_HEIGHT + 4, area.bottom - LINE_HEIGHT);
  ctx.save();
  references.forEach((reference, index) => {
    const arrow = arrowOf(reference, frame);
    if (reference.dash && arrow === "") line(ctx, reference, heights[index] ?? 0, area, theme);
    label(ctx, reference, arrow, labels[index] ?? 0, area.right + 8, theme);
  });
  ctx.restore();
}

function arrowOf({ value }: Reference, { min, max }: Frame): string {
  if (value < min) return " ↓";
  return value > max ? " ↑" : "";
}

function line(
  ctx: CanvasRenderingContext2D,
  { dash = [], colour }: Reference,
  y: number,
  { left, right }: { left: number; right: number },
  theme: Theme,
): void {
  ctx.strokeStyle = theme.colour(colour);
  ctx.lineWidth = 1.5;
  ctx.setLineDash([...dash]);
  ctx.beginPath();
  ctx.moveTo(left, y);
  ctx.lineTo(right, y);
  ctx.stroke();
}

function label(
  ctx: CanvasRenderingContext2D,
  { name, text, colour }: Reference,
  arrow: string,
  y: number,
  x: number,
  theme: Theme,
): void {
  ctx.textBaseline = "middle";
  ctx.fillStyle = theme.colour("--muted");
  ctx.font = `11px ${theme.font}`;
  ctx.fillText(name + arrow, x, y - LINE_HEIGHT / 2);
  ctx.fillStyle = theme.colour(colour);
  ctx.font = `600 12px ${theme.font}`;
  ctx.fillText(text, x, y + LINE_HEIGHT / 2);
}
