/**
 * A decoder-only transformer as data. A family (llama, opt …) turns a `config.json` into this description and one graph
 * writer serves all families, so that adding a family is one file without any ONNX in it.
 */
export interface Transformer {
  /** The family that read the config. */
  readonly family: string;
  readonly layers: number;
  /** Width of the residual stream. */
  readonly hidden: number;
  readonly heads: number;
  /** Key/value heads = KV groups; `heads` is a multiple of it. */
  readonly groups: number;
  readonly headDim: number;
  /** MLP neurons per layer. */
  readonly neurons: number;
  readonly vocabulary: number;
  /** Longest sequence the model was made for. */
  readonly maxPositions: number;
  readonly norm: { readonly kind: "rms" | "layer"; readonly epsilon: number };
  readonly position: RotaryPosition | LearnedPosition;
  readonly activation: "silu" | "relu" | "gelu" | "gelu-tanh";
  readonly embedding: TensorName;
  readonly blocks: readonly BlockTensors[];
  readonly finalNorm: AffineTensors;
  /** The embedding again when the model ties them. */
  readonly head: AffineTensors;
  /** The token put in front of a window when the protocol says so. */
  readonly bosToken?: number;
}

/** Rotary embedding in the half-split layout of Hugging Face checkpoints. */
interface RotaryPosition {
  readonly kind: "rotary";
  /** Radians per position of each of the headDim / 2 rotated pairs, scaling (linear, llama3) already applied. */
  readonly frequencies: readonly number[];
}

/** A learned table that is added to the token embedding. */
interface LearnedPosition {
  readonly kind: "learned";
  readonly table: TensorName;
  /** Row of position 0 (OPT: 2). */
  readonly offset: number;
}

/** The name of a tensor in the folder's safetensors files. */
export type TensorName = string;

/** A weight `[out, in]` (or a norm's `[hidden]`) with its bias, where the model has one. */
export interface AffineTensors {
  readonly weight: TensorName;
  readonly bias?: TensorName;
}

/** The tensors of one block: x + o(attention(q, k, v of norm x)), then y + down(act(gate) · up) or y + down(act(up)). */
export interface BlockTensors {
  readonly attentionNorm: AffineTensors;
  readonly q: AffineTensors;
  readonly k: AffineTensors;
  readonly v: AffineTensors;
  readonly o: AffineTensors;
  readonly mlpNorm: AffineTensors;
  /** Present in gated MLPs only. */
  readonly gate?: AffineTensors;
  readonly up: AffineTensors;
  readonly down: AffineTensors;
}
