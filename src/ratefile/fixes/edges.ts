import { deepEdges } from "../checks/edges.ts";
import { meanOf } from "../mean.ts";
import { completeRates } from "../rate-file.ts";
import { setLayerRate } from "../services/set-layer-rate.ts";
import { entryAt, type Fixer, fix } from "./fix.ts";

/** A layer at an end of the model is cut like the layers next to it, and the others make up for it. */
export const cutLikeNeighbours: Fixer = (document, problem) => {
  const entry = entryAt(document, problem);
  const { value, model } = document;
  const edge = deepEdges(value, model?.shape).find(({ layer }) => value.layers[layer] === entry);
  const rates = completeRates(value);
  if (!edge || !rates) return [];
  // The mean, not the target: whether these differ is another problem.
  const keepMean = meanOf(rates, model?.shape);
  const edits = setLayerRate(document, [edge.layer], edge.neighbours, { keepMean });
  return fix(`Cut layer ${edge.layer} like its neighbours and keep the mean`, edits, false);
};
