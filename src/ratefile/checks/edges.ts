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
 * The first and the last layer where they are cut notably deeper than both layers next to them: published pruning
 * searches find the ends of a model the most sensitive. A rise that goes on to the end does not stand out.
 */
export function deepEdges(file: RateFile, shape: ModelShape | undefined): Edge[] {
  const rates = completeRates(file);
  if (!rates || rates.length < 4) return [];
  const whole = wholeRates(rates, shape);
  const last = whole.length - 1;
  const edges = [edgeOf(whole, 0, 1, 2), edgeOf(whole, last, last - 1, last - 2)];
  return edges.filter((edge) => edge !== undefined).filter(({ layer }) => !file.layers[layer]?.locked);
}

function edgeOf(rates: readonly number[], layer: number, next: number, second: number): Edge | undefined {
  const [own = 0, one = 0, two = 0] = [rates[layer], rates[next], rates[second]];
  const neighbours = Math.max(one, two);
  return own - neighbours > Math.max(NOTABLE, 2 * Math.abs(one - two)) ? { layer, neighbours } : undefined;
}

export function checkEdges(file: RateFile, shape: ModelShape | undefined, report: Report): void {
  for (const { layer, neighbours } of deepEdges(file, shape)) {
    const range = file.layers[layer]?.range;
    const end = layer === 0 ? "first" : "last";
    const message = `The ${end} layer is cut deeper than the layers next to it (${neighbours.toFixed(5)} at most); the ends of a model are mostly its most sensitive layers.`;
    if (range) report("edge-layer-cut-deeper", message, range);
  }
}
