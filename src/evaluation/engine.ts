import type { Plan } from "../pruning/plan.ts";
import type { KeptModel } from "./kept.ts";

export type Device = "cpu" | "webgpu" | "cuda";
export type Precision = "fp32" | "fp16";

/** What an engine is opened with. Plain data: it crosses a process border. */
export interface EngineOptions {
  /** Path of the model folder. */
  readonly model: string;
  readonly device: Device;
  readonly precision: Precision;
  /** Longest sequence that will be asked for. */
  readonly maxLength: number;
  /** Threads inside ONNX Runtime, CPU only. */
  readonly threads: number;
  /** Bytes of hidden states that may be kept for plans with a common beginning; 0 = no cache. */
  readonly cacheBytes: number;
  /** Graphs subtract the calibration mean of kept units and add the whole model's (FLAP's bias compensation). */
  readonly compensated: boolean;
  /** `chain`: sessions per half block (prefix cache, fine cancel). `whole`: one graph. Default by device. */
  readonly plan?: "chain" | "whole";
}

/** What an engine is, once open. */
export interface EngineInfo {
  readonly device: Device;
  readonly plan: "chain" | "whole";
  readonly layers: number;
  /** Seconds from nothing to ready. */
  readonly loadSeconds: number;
}

/** Token windows of equal length, row after row. */
export interface Windows {
  readonly count: number;
  readonly length: number;
  /** `count × length` token ids. */
  readonly tokens: Int32Array;
}

/**
 * What importance scores are made of, per layer, summed over all calibration tokens: enough for Wanda-sp and FLAP.
 * `attention` has one entry per input column of o_proj (head · headDim), `mlp` one per neuron.
 */
export interface LayerStatistics {
  readonly attention: ColumnStatistics;
  readonly mlp: ColumnStatistics;
}

export interface ColumnStatistics {
  /** Σ over tokens of the column's input. */
  readonly sum: Float64Array;
  /** Σ over tokens of its square. */
  readonly sumOfSquares: Float64Array;
  /** Mean over the output rows of |W|. */
  readonly weightAbsMean: Float64Array;
  /** Σ over the output rows of W². */
  readonly weightSquareSum: Float64Array;
}

export interface CalibrationStatistics {
  readonly tokens: number;
  readonly layers: readonly LayerStatistics[];
}

/** The part of FLAP's compensation that an engine needs per layer: the mean input of each column. */
export interface CompensationMeans {
  readonly attention: Float32Array;
  readonly mlp: Float32Array;
}

/** What sequential pruning leaves, with the means measured on the way. */
export interface SequentialPruning {
  readonly kept: KeptModel;
  readonly means: readonly CompensationMeans[];
}

/** Tokens whose dense log-probability a KL objective stores per position; the rest of the distribution is one bucket. */
export const KL_TOP_TOKENS = 512;

/** A text given to an engine under a name (`search`, `calibration` …). */
export interface EvaluateRequest {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly kept: KeptModel;
  readonly objective: "perplexity" | "kl";
}

/** Summed loss in nats of each window in range, and what it took. */
export interface EvaluateResult {
  readonly losses: Float64Array;
  readonly tokens: number;
  readonly seconds: number;
  /** Half blocks that ran and that the prefix cache saved. */
  readonly halfBlocks: number;
  readonly halfBlocksSaved: number;
}

/**
 * One model on one device. Calls are answered one after another. A call ends within one half block (chain) or one run
 * (whole) of its signal being aborted, with the signal's reason.
 */
export interface Engine {
  readonly info: EngineInfo;
  /** Hands over (or replaces) a text. */
  setText(name: string, windows: Windows): Promise<void>;
  /** Statistics of the dense model on a text. */
  statistics(text: string, signal: AbortSignal): Promise<CalibrationStatistics>;
  /**
   * Prunes layer by layer on the already pruned prefix, as FLAP's repository does: layer i is measured on the outputs of
   * the pruned layers before it, loses the units of lowest `importance` that `plan` takes from it, and feeds layer i + 1.
   */
  pruneSequentially(text: string, plan: Plan, importance: string, signal: AbortSignal): Promise<SequentialPruning>;
  /** OWL: share of each layer's weights with |W|·‖X‖ above `threshold` times the layer's mean. */
  outlierRatios(text: string, threshold: number, signal: AbortSignal): Promise<Float64Array>;
  /** Sets the means that a compensated engine uses. Until then they are zero: right for the dense model only. */
  setCompensation(means: readonly CompensationMeans[]): Promise<void>;
  /** Computes and keeps the dense model's top log-probabilities of a text, for the KL objective. */
  prepareKl(text: string, signal: AbortSignal): Promise<void>;
  evaluate(request: EvaluateRequest, signal: AbortSignal): Promise<EvaluateResult>;
  /** Negative log-likelihood of every predicted token, window after window: for checks and tests. */
  tokenLosses(request: Omit<EvaluateRequest, "objective">, signal: AbortSignal): Promise<Float32Array>;
  close(): Promise<void>;
}
