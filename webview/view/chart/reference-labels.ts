import { type Reference, spreadLabels } from "../../model/plot.ts";
import type { Theme } from "../theme.ts";
import type { Drawing } from "./drawing.ts";

const LINE_HEIGHT = 13;

/** Draws lines across a chart at values that are compared with, and names them beside it. */
export function drawReferences<T>(drawing: Drawing<T>, references: readonly Reference[], theme: Theme): void {
  const { ctx, chartArea, scales } = drawing;
  const scale = scales["y"];
  if (!scale) return;
  const seen = references.filter(({ value }) => value >= scale.min && value <= scale.max);
  const heights = seen.map(({ value }) => scale.getPixelForValue(value));
  const labels = spreadLabels(heights, 2 * LINE_HEIGHT + 4, chartArea.bottom - LINE_HEIGHT);
  ctx.save();
  seen.forEach((reference, index) => {
    if (reference.dash) line(ctx, reference, heights[index] ?? 0, chartArea, theme);
    label(ctx, reference, labels[index] ?? 0, chartArea.right + 8, theme);
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
