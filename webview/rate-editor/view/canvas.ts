import type { Box } from "../../model/heatmap-layout.ts";
import { pageTheme } from "../../view/theme.ts";

/** Writes a small text with its base line at a height. */
export function write(
  context: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  align: CanvasTextAlign,
  colour: `--${string}` = "--muted",
): void {
  context.fillStyle = pageTheme().colour(colour);
  context.textAlign = align;
  context.fillText(text, x, y);
}

export function fillBox(context: CanvasRenderingContext2D, { x, y, width, height }: Box, colour: `--${string}`): void {
  context.fillStyle = pageTheme().colour(colour);
  context.fillRect(x, y, width, height);
}

/** Draws along the inside of a box. */
export function strokeBox(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: Box,
  colour: `--${string}`,
): void {
  context.strokeStyle = pageTheme().colour(colour);
  context.strokeRect(x + 0.5, y + 0.5, Math.max(0, width - 1), Math.max(0, height - 1));
}
