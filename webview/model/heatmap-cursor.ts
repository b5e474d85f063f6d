import type { HeatCell } from "./heatmap-layout.ts";

/** Rows that a page key goes over. */
const PAGE = 10;

/** Which keys move by how many rows and layers. */
const steps: Readonly<Record<string, readonly [rows: number, layers: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-PAGE, 0],
  PageDown: [PAGE, 0],
  Home: [0, Number.NEGATIVE_INFINITY],
  End: [0, Number.POSITIVE_INFINITY],
};

/**
 * Where a key leads from a cell, undefined when it is not for moving. Home and End lead to the ends of the row, with
 * Ctrl to those of the heatmap, as in a grid.
 */
export function moved(from: HeatCell, key: string, ctrl: boolean, rows: number, layers: number): HeatCell | undefined {
  const step = steps[key];
  if (!step || rows === 0 || layers === 0) return undefined;
  const isEnd = key === "Home" || key === "End";
  const [down, right] = ctrl && isEnd ? [step[1], step[1]] : step;
  return { row: within(from.row + down, rows), layer: within(from.layer + right, layers) };
}

function within(index: number, amount: number): number {
  return Math.min(amount - 1, Math.max(0, index));
}
