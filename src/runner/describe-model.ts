import type { ModelFolder } from "../model/model-folder.ts";
import type { ModelDescription } from "../protocol/runner.ts";
import { prunableParameters } from "../pruning/shape.ts";

/** A model folder as a person chooses it. */
export function describeModel({ path, name, transformer, shape, tensors }: ModelFolder): ModelDescription {
  return {
    path,
    name,
    family: transformer.family,
    layers: transformer.layers,
    prunableParameters: prunableParameters(shape),
    maxPositions: transformer.maxPositions,
    weightBytes: [...tensors.values()].reduce((sum, { length }) => sum + length, 0),
  };
}
