import type { Measured, ProtocolCard } from "../protocol/card.ts";
import type { LlmSpend, SearchState } from "../protocol/runner.ts";
import type { ModelShape } from "../pruning/shape.ts";
import type { EndReason } from "../search/events.ts";
import type { SearchSpec } from "../search/spec.ts";

/** How far a search has come: what its events and first measurements add up to. */
export interface SearchProgress {
  readonly generation: number;
  readonly generations: number;
  readonly evaluations: number;
  /** Evaluations that the specification plans; duplicates and budgets can make it fewer. */
  readonly expectedEvaluations: number;
  readonly best: { readonly candidate: number; readonly fitness: number } | undefined;
  /** Fitness of the dense and of the uniformly pruned model on the search windows. */
  readonly denseFitness: number | undefined;
  readonly uniformFitness: number | undefined;
  readonly llm: LlmSpend;
  readonly endReason: EndReason | undefined;
}

/** What preparing decided and found; a resumed search must find the same. */
export interface SearchSetting {
  /** The device that `auto` came down to. */
  readonly device: string;
  /** sha256 of the token ids of each part of the texts. */
  readonly tokens: Readonly<Record<string, string>>;
  /** What every fitness of the search is measured under; absent in searches of older versions, as are the notes. */
  readonly card?: ProtocolCard;
  /** Windows that importance was measured on, fewer than wished where the text is short; absent in older searches. */
  readonly calibrationWindows?: number;
  /** Sentences about texts that were shorter than wished. */
  readonly notes?: readonly string[];
}

/** A search as the database has it. */
export interface StoredSearch {
  readonly id: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly spec: SearchSpec;
  readonly modelName: string;
  readonly modelFingerprint: string;
  readonly shape: ModelShape;
  readonly hasKey: boolean;
  readonly state: SearchState;
  readonly status: string;
  /** Seconds of running, all lives of the process together. */
  readonly elapsed: number;
  readonly progress: SearchProgress;
  readonly setting: SearchSetting | undefined;
}

/** A perplexity of the final report, and which one it is. */
export interface StoredMeasurement {
  readonly split: "validation" | "test";
  readonly model: "dense" | "uniform" | "best";
  readonly measured: Measured;
}
