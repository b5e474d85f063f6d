import type { ModelShape } from "../../pruning/shape.ts";
import { wholeRates } from "../mean.ts";
import type { Report } from "../problem.ts";
import { completeRates, type RateFile } from "../rate-file.ts";

/** Differences below this are the noise of searches and projections. */
const NOTABLE = 0.01;

/** A layer at either end of the model, and the largest rate of the two next to it. */
export interface Edge {
  readonly layer: number;
  readonly neighbours: number;
}

/**
 * The first and the last layer where they are cut deeper than both layers next to them: published pruning searches find
 * the ends of a model the most sensitive.
 */
export function deepEdges(file: RateFile, shape: ModelShape | undefined): Edge[] {
  const rates = completeRates(file);
  if (!rates || rates.length < 4) return [];
  const whole = wholeRates(rates, shape);
  const last = whole.length - 1;
  const edges = [
    { layer: 0, neighbours: Math.max(...whole.slice(1, 3)) },
    { layer: last, neighbours: Math.max(...whole.slice(last - 2, last)) },
  ];
  return edges.filter(({ layer, neighbours }) => {
    return !file.layers[layer]?.locked && (whole[layer] ?? 0) > neighbours + NOTABLE;
  });
}

export function checkEdges(file: RateFile, shape: ModelShape | undefined, report: Report): void {
  for (const { layer, neighbours } of deepEdges(file, shape)) {
    const range = file.layers[layer]?.range;
    const end = layer === 0 ? "first" : "last";
    const message = `The ${end} layer is cut deeper than the layers next to it (${neighbours.toFixed(5)} at most); the ends of a model are mostly its most sensitive layers.`;
    if (range) report("edge-layer-cut-deeper", message, range);
  }
}
