import type { LayerShape, ModelShape } from "../../pruning/shape.ts";
import { bundled, keptNeurons } from "../grid.ts";
import type { Report } from "../problem.ts";
import type { LayerEntry, RateFile } from "../rate-file.ts";

/** Checks that every layer keeps a multiple of the grid, so that the matrices have the sizes that the file asks for. */
export function checkGrid({ grid, entries }: RateFile, shape: ModelShape | undefined, report: Report): void {
  if (!grid || !shape) return;
  if (!bundled(shape, grid.value)) {
    const neurons = shape.layers.find((layer) => layer.neurons % grid.value !== 0)?.neurons;
    report("grid-invalid", `The model's ${neurons} neurons are not a multiple of ${grid.value}.`, grid.range);
    return;
  }
  for (const entry of entries) checkEntry(entry, grid.value, shape, report);
}

function checkEntry(entry: LayerEntry, grid: number, shape: ModelShape, report: Report): void {
  // The layers of one entry differ in size in no model that is known; the first stands for them.
  const index = entry.spans[0]?.from;
  const layer = index === undefined ? undefined : shape.layers[index];
  if (!layer || !entry.rate || isOnGrid(layer, entry, grid)) return;
  const kept = keptNeurons(layer, entry.rate);
  const below = Math.floor(kept / grid) * grid;
  const message = `Layer ${index} keeps ${kept} neurons, which is no multiple of ${grid}: the nearest are ${below} and ${below + grid}.`;
  report("grid-not-met", message, entry.range);
}

/** Whether the rate of an entry leaves a layer a multiple of the grid. */
function isOnGrid(layer: LayerShape, { rate }: LayerEntry, grid: number): boolean {
  return !rate || keptNeurons(layer, rate) % grid === 0;
}
