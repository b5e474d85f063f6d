import type { ModelShape } from "../pruning/shape.ts";
import type { SearchEvent } from "./events.ts";
import type { Clock, Evaluator, Proposer } from "./ports.ts";
import type { EvolutionSettings, SearchSpec } from "./spec.ts";

/** What a method may use. It knows no ONNX, no HTTP, no SQLite and no clock of its own. */
export interface MethodContext {
  readonly shape: ModelShape;
  readonly spec: Pick<SearchSpec, "target" | "objective" | "evolution" | "owl" | "budget" | "seed">;
  readonly evaluator: Evaluator;
  /** Absent = classical operators only. */
  readonly llm?: Proposer;
  readonly clock: Clock;
  /** Aborting makes the method throw the signal's reason at its next step. */
  readonly signal: AbortSignal;
}

/** How long a method goes on when no budget ends it. */
interface Extent {
  readonly evaluations: number;
  /** Generations after the initial one. */
  readonly generations: number;
}

/**
 * A published way of finding rates, as an async generator of events over ports. Pausing is not pulling. It must be
 * deterministic: the same context with the same answers gives the same events.
 */
export interface Method {
  readonly name: string;
  /** The paper, for help texts and tooltips. */
  readonly title: string;
  /** An LLM can write its offspring. */
  readonly usesLlm: boolean;
  extent(evolution: EvolutionSettings): Extent;
  run(context: MethodContext): AsyncGenerator<SearchEvent, void>;
}
