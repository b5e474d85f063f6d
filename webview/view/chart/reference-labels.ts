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

/** Draws lines across a chart at values that are compared with, and names them beside it. */
export function drawReferences(
  ctx: CanvasRenderingContext2D,
  { area, min, max, heightOf }: Frame,
  references: readonly Reference[],
  theme: Theme,
): void {
  const seen = references.filter(({ value }) => value >= min && value <= max);
  const heights = seen.map(({ value }) => heightOf(value));
  const labels = spreadLabels(heights, 2 * LINE_HEIGHT + 4, area.bottom - LINE_HEIGHT);
  ctx.save();
  seen.forEach((reference, index) => {
    if (reference.dash) line(ctx, reference, heights[index] ?? 0, area, theme);
    label(ctx, reference, labels[index] ?? 0, area.right + 8, theme);
  });
  ctx.restore();
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

function label(ctx: CanvasRenderingContext2D, { name, text, colour }: Reference, y: number, x: number, theme: Theme) {
  ctx.textBaseline = "middle";
  ctx.fillStyle = theme.colour("--muted");
  ctx.font = `11px ${theme.font}`;
  ctx.fillText(name, x, y - LINE_HEIGHT / 2);
  ctx.fillStyle = theme.colour(colour);
  ctx.font = `600 12px ${theme.font}`;
  ctx.fillText(text, x, y + LINE_HEIGHT / 2);
}
