import type { Plan } from "../pruning/plan.ts";
import type {
  CalibrationStatistics,
  CompensationMeans,
  Engine,
  EngineInfo,
  EngineOptions,
  EvaluateRequest,
  EvaluateResult,
  SequentialPruning,
  Windows,
} from "./engine.ts";
import { EngineFailed } from "./engine-channel.ts";
import { EngineProcess, type EngineProcessOptions } from "./engine-process.ts";

/** An {@link Engine} in a process of its own. Calls may throw EngineCrashed; the engine is of no use then. */
export class RemoteEngine implements Engine {
  readonly info: EngineInfo;
  readonly #process: EngineProcess;

  private constructor(process: EngineProcess, info: EngineInfo) {
    this.#process = process;
    this.info = info;
  }

  /**
   * Starts a process and opens an engine in it; leaves no process behind when that fails.
   *
   * @throws what the engine threw on opening, EngineCrashed, or the signal's reason
   */
  static async open(
    options: EngineOptions,
    signal?: AbortSignal,
    settings: Omit<EngineProcessOptions, "device"> = {},
  ): Promise<RemoteEngine> {
    const process = new EngineProcess({ device: options.device, ...settings });
    try {
      return new RemoteEngine(process, await process.call("open", options, signal));
    } catch (error) {
      await process.close();
      // ONNX Runtime throws that a library cannot be loaded, and writes on stderr why.
      throw error instanceof EngineFailed ? new EngineFailed(`${error.message}\n${process.stderr}`) : error;
    }
  }

  /** The process has ended. */
  get ended(): boolean {
    return this.#process.ended;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  setText(name: string, windows: Windows): Promise<void> {
    return this.#process.call("setText", { name, windows });
  }

  statistics(text: string, signal: AbortSignal): Promise<CalibrationStatistics> {
    return this.#process.call("statistics", { text }, signal);
  }

  pruneSequentially(text: string, plan: Plan, importance: string, signal: AbortSignal): Promise<SequentialPruning> {
    return this.#process.call("pruneSequentially", { text, plan, importance }, signal);
  }

  outlierRatios(text: string, threshold: number, signal: AbortSignal): Promise<Float64Array> {
    return this.#process.call("outlierRatios", { text, threshold }, signal);
  }

  setCompensation(means: readonly CompensationMeans[]): Promise<void> {
    return this.#process.call("setCompensation", { means });
  }

  prepareKl(text: string, signal: AbortSignal): Promise<void> {
    return this.#process.call("prepareKl", { text }, signal);
  }

  evaluate(request: EvaluateRequest, signal: AbortSignal): Promise<EvaluateResult> {
    return this.#process.call("evaluate", request, signal);
  }

  tokenLosses(request: Omit<EvaluateRequest, "objective">, signal: AbortSignal): Promise<Float32Array> {
    return this.#process.call("tokenLosses", request, signal);
  }

  close(): Promise<void> {
    return this.#process.close();
  }
}
