import { planForRates, ratesOfPlan } from "../../pruning/plan.ts";
import { type LayerRate, meanRate, roundRate } from "../../pruning/rates.ts";
import { layerParameters, type ModelShape, prunableParameters } from "../../pruning/shape.ts";
import type { RateDocument } from "../document.ts";
import { bundled } from "../grid.ts";
import { oncePer } from "../once-per.ts";
import { partEdits } from "../part-edits.ts";
import { type Part, partsOf } from "../parts.ts";
import { entryAt, type Fix, type Fixer, fix } from "./fix.ts";

/**
 * All layers that are not held go to the plan on the grid that is nearest to the target, steps of the grid moving between
 * them as single neurons otherwise do: rounded to the grid, with the mean restored.
 */
export const roundToGrid: Fixer = (document, problem) => (entryAt(document, problem)?.locked ? [] : wholeFix(document));

/** One and the same for all problems of the grid in a file. */
const wholeFix = oncePer((document: RateDocument): Fix[] => {
  const { value, model } = document;
  const { grid } = value;
  const steps = model && grid && bundled(model.shape, grid.value);
  if (!steps) return [];
  // Steps move single layers, so every layer of a range is a part of its own.
  const parts = partsOf(value).flatMap((part) =>
    part.layers.map((layer) => ({ ...part, layers: [layer], paired: true })),
  );
  const rates = onGrid(parts, steps, value.target?.value);
  return fix(
    `Round the layers to multiples of ${grid.value} neurons and keep the mean`,
    partEdits(document, parts, rates),
  );
});

function onGrid(parts: readonly Part[], steps: ModelShape, target: number | undefined): LayerRate[] {
  const free = parts.filter(({ held }) => !held);
  const shape = shapeOf(free, steps);
  const wanted = target === undefined ? undefined : meanOfFree(parts, steps, target);
  const rates = free.map(({ rate }) => rate);
  const plan = planForRates(shape, rates, wanted ?? meanRate(shape, rates));
  const planned = ratesOfPlan(shape, plan);
  let next = 0;
  return parts.map(({ held, rate }) => {
    if (held) return rate;
    const { attention, mlp } = planned[next++] ?? rate;
    return { attention: roundRate(attention), mlp: roundRate(mlp) };
  });
}

function shapeOf(parts: readonly Part[], { layers }: ModelShape): ModelShape {
  return { layers: parts.flatMap((part) => layers[part.layers[0] ?? 0] ?? []) };
}

/** The mean that the free layers must have for all to have `target`, as near to it as 0 to 1 comes. */
function meanOfFree(parts: readonly Part[], steps: ModelShape, target: number): number | undefined {
  const held = parts.filter((part) => part.held);
  const heldShape = shapeOf(held, steps);
  const total = shapeOf(parts, steps).layers.reduce((sum, layer) => sum + layerParameters(layer), 0);
  const heldTotal = prunableParameters(heldShape);
  if (heldTotal === total) return undefined;
  const removed =
    heldTotal === 0
      ? 0
      : heldTotal *
        meanRate(
          heldShape,
          held.map(({ rate }) => rate),
        );
  return Math.min(1, Math.max(0, (target * total - removed) / (total - heldTotal)));
}
