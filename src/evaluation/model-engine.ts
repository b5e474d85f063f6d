import type { Plan } from "../pruning/plan.ts";
import { type Batch, batchesOf, targetsOf, windowsPerBatch } from "./batches.ts";
import { denseStatistics, prunedSequentially } from "./calibration.ts";
import { type CandidateModel, candidateModel } from "./candidate-model.ts";
import { layerCompensation } from "./compensation.ts";
import { DenseDistributions } from "./dense-distributions.ts";
import type {
  CalibrationStatistics,
  CompensationMeans,
  Engine,
  EngineInfo,
  EvaluateRequest,
  EvaluateResult,
  SequentialPruning,
  Windows,
} from "./engine.ts";
import type { BatchLosses, Forward, LayerCompensation } from "./forward.ts";
import type { ModelOnDevice } from "./half-block-session.ts";
import { keepAll } from "./importance/select.ts";
import type { KeptModel } from "./kept.ts";
import { outlierShares } from "./outliers.ts";
import { checkWindows } from "./windows.ts";

/** An engine in this process, over one way of taking batches through the model. */
export class ModelEngine implements Engine {
  readonly info: EngineInfo;
  readonly #device: ModelOnDevice;
  readonly #forward: Forward;
  readonly #tokensPerRun: number;
  readonly #texts = new Map<string, Windows>();
  readonly #dense = new DenseDistributions();

  constructor(info: EngineInfo, device: ModelOnDevice, forward: Forward, tokensPerRun: number) {
    this.info = info;
    this.#device = device;
    this.#forward = forward;
    this.#tokensPerRun = tokensPerRun;
  }

  async setText(name: string, windows: Windows): Promise<void> {
    checkWindows(name, windows, this.#device);
    this.#texts.set(name, windows);
    this.#dense.forget(name);
    this.#forward.forgetText(name);
  }

  async statistics(text: string, signal: AbortSignal): Promise<CalibrationStatistics> {
    return denseStatistics(this.#device, this.#allBatches(text), signal);
  }

  async pruneSequentially(
    text: string,
    plan: Plan,
    importance: string,
    signal: AbortSignal,
  ): Promise<SequentialPruning> {
    return prunedSequentially(this.#device, this.#allBatches(text), plan, importance, signal);
  }

  async outlierRatios(text: string, threshold: number, signal: AbortSignal): Promise<Float64Array> {
    return outlierShares(this.#device, this.#allBatches(text), threshold, signal);
  }

  async setCompensation(means: readonly CompensationMeans[]): Promise<void> {
    const layers: LayerCompensation[] = [];
    for (const [layer, ofLayer] of means.entries()) {
      layers.push(await layerCompensation(this.#device.model, layer, ofLayer));
    }
    this.#forward.setCompensation(layers);
  }

  async prepareKl(text: string, signal: AbortSignal): Promise<void> {
    this.#useText(text, this.#windows(text));
    await this.#dense.compute(
      text,
      this.#allBatches(text),
      this.#denseCandidate(),
      this.#device,
      this.#forward,
      signal,
    );
  }

  async evaluate(request: EvaluateRequest, signal: AbortSignal): Promise<EvaluateResult> {
    const started = performance.now();
    const losses = new Float64Array(request.to - request.from);
    let tokens = 0;
    let halfBlocks = 0;
    let halfBlocksSaved = 0;
    for await (const [batch, result] of this.#eachBatch(request, request.objective, signal)) {
      losses.set(sumsPerWindow(batch, result.losses), batch.from - request.from);
      tokens += batch.tokens.length;
      halfBlocks += result.halfBlocks;
      halfBlocksSaved += result.halfBlocksSaved;
    }
    return { losses, tokens, seconds: (performance.now() - started) / 1000, halfBlocks, halfBlocksSaved };
  }

  async tokenLosses(request: Omit<EvaluateRequest, "objective">, signal: AbortSignal): Promise<Float32Array> {
    const { length } = this.#windows(request.text);
    const all = new Float32Array((request.to - request.from) * (length - 1));
    for await (const [batch, { losses }] of this.#eachBatch(request, "perplexity", signal)) {
      all.set(losses, (batch.from - request.from) * (length - 1));
    }
    return all;
  }

  close(): Promise<void> {
    return this.#forward.close();
  }

  async *#eachBatch(
    { text, from, to, kept }: Omit<EvaluateRequest, "objective">,
    objective: EvaluateRequest["objective"],
    signal: AbortSignal,
  ): AsyncGenerator<[Batch, BatchLosses]> {
    const candidate = this.#candidate(kept);
    const windows = this.#windows(text);
    if (from < 0 || to > windows.count || from >= to) {
      throw new RangeError(`text ${text} of ${windows.count} windows has no windows ${from} to ${to}`);
    }
    const perBatch = this.#useText(text, windows);
    for (const batch of batchesOf(text, windows, { from, to }, perBatch)) {
      signal.throwIfAborted();
      const dense = objective === "kl" ? this.#dense.of(batch) : undefined;
      yield [batch, await this.#forward.losses(batch, candidate, dense, signal)];
    }
  }

  #candidate(kept: KeptModel): CandidateModel {
    const { layers } = this.#device.model.transformer;
    if (kept.length !== layers) throw new RangeError(`a model of ${layers} layers was asked to keep ${kept.length}`);
    return candidateModel(kept);
  }

  #denseCandidate(): CandidateModel {
    return this.#candidate(this.#device.model.shape.layers.map(keepAll));
  }

  /** Tells the forward pass which text comes, so that it never takes kept states of another; returns windows per batch. */
  #useText(name: string, windows: Windows): number {
    const perBatch = windowsPerBatch(windows.length, this.#tokensPerRun);
    const batches = Math.ceil(windows.count / perBatch);
    this.#forward.useText({ name, batches, tokensPerBatch: perBatch * windows.length });
    return perBatch;
  }

  #allBatches(text: string): Batch[] {
    const windows = this.#windows(text);
    const perBatch = windowsPerBatch(windows.length, this.#tokensPerRun);
    return batchesOf(text, windows, { from: 0, to: windows.count }, perBatch);
  }

  #windows(text: string): Windows {
    const windows = this.#texts.get(text);
    if (!windows) throw new RangeError(`the engine was not given a text ${text}`);
    return windows;
  }
}

/** Losses added up window by window, first token to last, so that the same losses have the same sum anywhere. */
function sumsPerWindow(batch: Batch, losses: Float32Array): Float64Array {
  const targets = batch.length - 1;
  const sums = new Float64Array(batch.to - batch.from);
  for (let index = 0; index < targetsOf(batch); index++) {
    const window = Math.floor(index / targets);
    sums[window] = (sums[window] ?? 0) + (losses[index] ?? Number.NaN);
  }
  return sums;
}
