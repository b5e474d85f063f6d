import type { ModelShape } from "../pruning/shape.ts";
import type { TensorLocation } from "./tensor.ts";
import type { Transformer } from "./transformer.ts";

/** A Hugging Face model folder that has been read and checked; weights stay where they are. */
export interface ModelFolder {
  /** As the user named it, made absolute. */
  readonly path: string;
  /** Last part of the path, or the repository's name in a Hugging Face cache. */
  readonly name: string;
  /** Real folder that all weight files lie below: what ONNX external data is resolved against. */
  readonly weightsRoot: string;
  readonly tensors: ReadonlyMap<string, TensorLocation>;
  readonly transformer: Transformer;
  readonly shape: ModelShape;
  /** sha256 over config.json, the headers of the weight files and samples of the weights: changes when the model does, and is cheap. */
  readonly fingerprint: string;
}
