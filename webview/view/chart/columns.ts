import type { Place } from "./overlay.ts";

/** What columns stand on, and how far their middles are apart, in pixels. */
export interface ColumnFrame {
  readonly bottom: number;
  readonly step: number;
}

/** Widest column in pixels: few of them are no blocks. */
const WIDEST = 14;
/** Share of the step that stays free between columns. */
const GAP = 0.2;

/** Draws columns that end at their marks. */
export function drawColumns(
  context: CanvasRenderingContext2D,
  places: readonly Place[],
  { bottom, step }: ColumnFrame,
  colour: string,
): void {
  const width = Math.max(1, Math.min(WIDEST, step * (1 - GAP)));
  context.fillStyle = colour;
  for (const { left, top } of places) context.fillRect(left - width / 2, top, width, bottom - top);
}
