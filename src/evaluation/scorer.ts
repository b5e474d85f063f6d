import type { Plan } from "../pruning/plan.ts";
import type { Device, Precision, Windows } from "./engine.ts";

/** What a scorer is opened with. */
export interface ScorerOptions {
  /** Path of the model folder. */
  readonly model: string;
  /** Already resolved: `auto` is decided by devices.ts. */
  readonly device: Device;
  readonly precision: Precision;
  /** Engine processes; each owns every n-th window for good, so that their prefix caches do not overlap. */
  readonly engines: number;
  readonly maxLength: number;
  /** Bytes of prefix cache, all engines together. */
  readonly cacheBytes: number;
  /** Name of an importance score (importance/index.ts). */
  readonly importance: string;
  readonly scoring: "dense" | "sequential";
}

export interface ScoreRequest {
  /** Name of a text handed over by `setText`. */
  readonly text: string;
  /** Windows [from, to). */
  readonly from: number;
  readonly to: number;
  /** Absent = the dense model. */
  readonly plan?: Plan;
  readonly objective: "perplexity" | "kl";
}

/** Summed loss in nats per window and what it took. */
export interface Score {
  readonly losses: readonly number[];
  /** Predicted tokens per window. */
  readonly targetsPerWindow: number;
  readonly tokens: number;
  readonly seconds: number;
}

/**
 * Scores plans of one model with all the engines of one device: turns a plan into kept units by importance, spreads the
 * windows over the engines, restarts an engine that crashed and repeats what it was asked.
 */
export interface Scorer {
  /** For protocol cards: `cpu ×2`, `cuda`. */
  readonly deviceName: string;
  setText(name: string, windows: Windows): Promise<void>;
  /** Measures importance on a text; must precede the first score of a plan. */
  calibrate(text: string, signal: AbortSignal): Promise<void>;
  /** Computes the dense model's log-probabilities on a text; must precede the first `kl` score on it. */
  prepareKl(text: string, signal: AbortSignal): Promise<void>;
  score(request: ScoreRequest, signal: AbortSignal): Promise<Score>;
  outlierRatios(text: string, threshold: number, signal: AbortSignal): Promise<readonly number[]>;
  close(): Promise<void>;
}
