import type { ModelShape } from "../pruning/shape.ts";
import type { ModelFolder } from "./model-folder.ts";
import type { WeightType } from "./tensor.ts";

/** What those who only read rates need to know of a model. */
export interface ModelFacts {
  readonly name: string;
  readonly shape: ModelShape;
  /** Bytes that a parameter of the blocks takes as it is stored. */
  readonly parameterBytes: number;
}

const bytes: Record<WeightType, number> = { F32: 4, F16: 2, BF16: 2 };

/** The facts of an open model folder. Its layers are stored in one type, so the first tells of all. */
export function modelFacts({ name, shape, tensors, transformer }: ModelFolder): ModelFacts {
  const weight = transformer.blocks[0]?.up.weight;
  const type = weight === undefined ? undefined : tensors.get(weight)?.type;
  return { name, shape, parameterBytes: bytes[type ?? "F32"] };
}
