/** The wire between an engine's process and the one that started it: Node's IPC channel, structured clone. */
import { messageOf, UserError } from "../base/errors.ts";
import type { Plan } from "../pruning/plan.ts";
import type {
  CalibrationStatistics,
  CompensationMeans,
  EngineInfo,
  EngineOptions,
  EvaluateRequest,
  EvaluateResult,
  SequentialPruning,
  Windows,
} from "./engine.ts";

/** An execution provider that the ONNX Runtime of the process was built with; `bundled` ones need no further library. */
export interface Backend {
  readonly name: string;
  readonly bundled: boolean;
}

/** Parameters and result of every request. All but `backends` need `open` first. */
interface EngineRequests {
  backends: { params: undefined; result: readonly Backend[] };
  open: { params: EngineOptions; result: EngineInfo };
  setText: { params: { name: string; windows: Windows }; result: undefined };
  statistics: { params: { text: string }; result: CalibrationStatistics };
  pruneSequentially: { params: { text: string; plan: Plan; importance: string }; result: SequentialPruning };
  outlierRatios: { params: { text: string; threshold: number }; result: Float64Array };
  setCompensation: { params: { means: readonly CompensationMeans[] }; result: undefined };
  prepareKl: { params: { text: string }; result: undefined };
  evaluate: { params: EvaluateRequest; result: EvaluateResult };
  tokenLosses: { params: Omit<EvaluateRequest, "objective">; result: Float32Array };
  close: { params: undefined; result: undefined };
}

export type EngineRequestName = keyof EngineRequests;
export type EngineParams<Name extends EngineRequestName> = EngineRequests[Name]["params"];
export type EngineAnswer<Name extends EngineRequestName> = EngineRequests[Name]["result"];

/** What goes to the engine. Requests are answered one after another; `abort` overtakes them. */
export type ToEngine =
  | {
      [Name in EngineRequestName]: {
        readonly kind: "request";
        readonly id: number;
        readonly name: Name;
        readonly params: EngineParams<Name>;
      };
    }[EngineRequestName]
  | { readonly kind: "abort"; readonly id: number };

/** What comes back, once per request. */
export type FromEngine =
  | { readonly kind: "result"; readonly id: number; readonly result: unknown }
  | { readonly kind: "failure"; readonly id: number; readonly failure: Failure };

/** An error as it crosses the border. */
export type Failure =
  | { readonly kind: "aborted" }
  | { readonly kind: "user"; readonly code: string; readonly message: string; readonly hint: string | undefined }
  | { readonly kind: "defect"; readonly message: string };

/** Takes an error apart for the journey. */
export function failureOf(thrown: unknown, signal: AbortSignal): Failure {
  if (signal.aborted) return { kind: "aborted" };
  if (thrown instanceof UserError) {
    return { kind: "user", code: thrown.code, message: thrown.message, hint: thrown.hint };
  }
  return { kind: "defect", message: (thrown instanceof Error && thrown.stack) || messageOf(thrown) };
}

/** The engine threw what is no UserError: a defect, or ONNX Runtime failed. */
export class EngineFailed extends Error {
  override readonly name = "EngineFailed";
}

/** The error that a {@link Failure} was made of; `reason` stands for an abort. */
export function errorOf(failure: Failure, reason: unknown): unknown {
  switch (failure.kind) {
    case "aborted":
      return reason;
    case "user":
      return new UserError(failure.code, failure.message, failure.hint);
    case "defect":
      return new EngineFailed(failure.message);
  }
}
