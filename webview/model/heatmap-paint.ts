import type { Rgb } from "./colours.ts";
import { scaleIndex } from "./colours-scale.ts";
import type { HeatLayout } from "./heatmap-layout.ts";
import type { Heat } from "./heatmap-rows.ts";

/** The colours of a scale as the pixels of an `ImageData` hold them. */
export function pixelsOf(scale: readonly Rgb[]): Uint32Array {
  return Uint32Array.from(scale, pixelOf);
}

/** Index of every cell's colour, row after row. */
export function colourIndices({ rows, layers, ceiling }: Heat): Uint8Array {
  const indices = new Uint8Array(rows.length * layers);
  for (const [row, { values }] of rows.entries()) {
    for (let layer = 0; layer < layers; layer++) {
      indices[row * layers + layer] = scaleIndex((values[layer] ?? 0) / ceiling);
    }
  }
  return indices;
}

/**
 * Draws the cells into pixels of the plot's size, see-through between them. Every row is drawn once and copied downwards,
 * so the time is that of filling memory, whatever the number of cells.
 */
export function paintCells(layout: HeatLayout, indices: Uint8Array, scale: Uint32Array, into: Uint32Array): void {
  const { rows, layers, edges, rowHeight, gap, plot } = layout;
  into.fill(0);
  for (let row = 0; row < rows; row++) {
    const start = row * rowHeight * plot.width;
    for (let layer = 0; layer < layers; layer++) {
      const colour = scale[indices[row * layers + layer] ?? 0] ?? 0;
      into.fill(colour, start + (edges[layer] ?? 0), start + (edges[layer + 1] ?? 0) - gap);
    }
    for (let line = 1; line < rowHeight - gap; line++) {
      into.copyWithin(start + line * plot.width, start, start + plot.width);
    }
  }
}

/** Bytes of an `ImageData` are red, green, blue, alpha; every machine that VS Code runs on is little endian. */
function pixelOf([red, green, blue]: Rgb): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
