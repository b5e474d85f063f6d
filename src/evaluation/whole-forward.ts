import type { HeadKind } from "../model/onnx/head.ts";
import { halfName, wholeGraph } from "../model/onnx/whole.ts";
import type { Batch } from "./batches.ts";
import type { CandidateModel } from "./candidate-model.ts";
import type { BatchLosses, DenseTop, DenseTopTensors, Forward, LayerCompensation } from "./forward.ts";
import type { ModelOnDevice } from "./half-block-session.ts";
import { SessionsByHead } from "./heads.ts";
import {
  boolTensor,
  type Feeds,
  floatsOf,
  int32Tensor,
  integersOf,
  openSession,
  outputOf,
  type Tensor,
} from "./onnxruntime.ts";

/**
 * A model as one graph: one run per batch, nothing crosses to the CPU in between. A run cannot be ended early, so that
 * an abort is heard after it, and there is no prefix cache.
 */
export class WholeForward implements Forward {
  readonly #sessions: SessionsByHead;
  #compensation: readonly LayerCompensation[] = [];

  private constructor({ model, graphs, session }: ModelOnDevice) {
    this.#sessions = new SessionsByHead((head) => openSession(wholeGraph(model, graphs, head), session));
  }

  static async open(device: ModelOnDevice): Promise<WholeForward> {
    const forward = new WholeForward(device);
    await forward.#sessions.get({ kind: "loss" });
    return forward;
  }

  useText(): void {}

  forgetText(): void {}

  setCompensation(layers: readonly LayerCompensation[]): void {
    this.#compensation = layers;
  }

  async losses(
    batch: Batch,
    candidate: CandidateModel,
    dense: DenseTopTensors | undefined,
    signal: AbortSignal,
  ): Promise<BatchLosses> {
    const head: HeadKind = dense ? { kind: "divergence", top: dense.tokens.dims[2] ?? 0 } : { kind: "loss" };
    const inputs = dense ? { denseTokens: dense.tokens, denseLogProbabilities: dense.logProbabilities } : {};
    const outputs = await this.#run(head, batch, candidate, inputs);
    signal.throwIfAborted();
    const losses = floatsOf(outputOf(outputs, "losses"));
    return { losses, halfBlocks: candidate.halfBlocks, halfBlocksSaved: 0 };
  }

  async top(batch: Batch, candidate: CandidateModel, top: number, signal: AbortSignal): Promise<DenseTop> {
    const outputs = await this.#run({ kind: "top", top }, batch, candidate, {});
    signal.throwIfAborted();
    return {
      tokens: integersOf(outputOf(outputs, "tokens")),
      logProbabilities: floatsOf(outputOf(outputs, "logProbabilities")),
    };
  }

  close(): Promise<void> {
    return this.#sessions.close();
  }

  async #run(head: HeadKind, batch: Batch, candidate: CandidateModel, inputs: Feeds): Promise<Feeds> {
    const ids = int32Tensor(batch.tokens, [batch.to - batch.from, batch.length]);
    const session = await this.#sessions.get(head);
    return session.run({ ids, ...inputs, ...this.#candidateFeeds(candidate) });
  }

  #candidateFeeds({ layers }: CandidateModel): Feeds {
    const feeds: Record<string, Tensor> = {};
    layers.forEach((layer, index) => {
      for (const half of ["attention", "mlp"] as const) {
        const name = halfName(index, half);
        feeds[`${name}Kept`] = layer[half] ?? int32Tensor(new Int32Array());
        feeds[`${name}Runs`] = boolTensor(layer[half] !== undefined);
        const compensation = this.#compensation[index]?.[half];
        if (!compensation) continue;
        feeds[`${name}Means`] = compensation.means;
        feeds[`${name}Offset`] = compensation.offset;
      }
    });
    return feeds;
  }
}
