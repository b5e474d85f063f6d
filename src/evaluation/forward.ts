import type { Batch } from "./batches.ts";
import type { CandidateModel } from "./candidate-model.ts";
import type { Tensor } from "./onnxruntime.ts";

/** The dense model's most probable next tokens of the positions of one batch, as the divergence graph takes them. */
export interface DenseTopTensors {
  /** int32 `[windows, length − 1, top]`. */
  readonly tokens: Tensor;
  /** float32, same shape. */
  readonly logProbabilities: Tensor;
}

/** The same before it is cut into batches: position after position, `top` entries each. */
export interface DenseTop {
  readonly tokens: Int32Array;
  readonly logProbabilities: Float32Array;
}

/** FLAP's compensation of one half block as inputs of graphs: see CompensationValues of the graphs. */
export interface CompensationTensors {
  readonly means: Tensor;
  readonly offset: Tensor;
}

export interface LayerCompensation {
  readonly attention: CompensationTensors;
  readonly mlp: CompensationTensors;
}

/** Losses of a batch's predicted tokens, window after window, and what they took. */
export interface BatchLosses {
  readonly losses: Float32Array;
  readonly halfBlocks: number;
  readonly halfBlocksSaved: number;
}

/** A text and the batches that the whole of it is cut into. */
export interface TextLayout {
  readonly name: string;
  readonly batches: number;
  readonly tokensPerBatch: number;
}

/** Takes batches through a model: what the chain and the whole graph do differently. */
export interface Forward {
  /** A text is about to be evaluated. */
  useText(text: TextLayout): void;
  /** What was kept of a text is stale. */
  forgetText(name: string): void;
  /** Negative log-likelihoods, or with `dense` the divergence from it. */
  losses(
    batch: Batch,
    candidate: CandidateModel,
    dense: DenseTopTensors | undefined,
    signal: AbortSignal,
  ): Promise<BatchLosses>;
  /** The candidate's `top` most probable next tokens. */
  top(batch: Batch, candidate: CandidateModel, top: number, signal: AbortSignal): Promise<DenseTop>;
  setCompensation(layers: readonly LayerCompensation[]): void;
  close(): Promise<void>;
}
