import { embeddingGraph } from "../model/onnx/embedding.ts";
import type { Half } from "../model/onnx/half-block.ts";
import { type HeadKind, headGraph } from "../model/onnx/head.ts";
import type { Batch } from "./batches.ts";
import type { CandidateModel } from "./candidate-model.ts";
import type { BatchLosses, DenseTop, DenseTopTensors, Forward, LayerCompensation, TextLayout } from "./forward.ts";
import { HalfBlockSession, type ModelOnDevice } from "./half-block-session.ts";
import { SessionsByHead } from "./heads.ts";
import {
  floatsOf,
  int32Tensor,
  integersOf,
  openSession,
  outputOf,
  runFor,
  type Session,
  type Tensor,
} from "./onnxruntime.ts";
import { PrefixCache } from "./prefix-cache.ts";
import { StateBuffers } from "./state-buffers.ts";

/** Hidden states somewhere in the chain, and the half blocks that it took to get there. */
interface Reached {
  readonly x: Tensor;
  readonly ran: number;
  /** The cache refers to these states, too. */
  readonly shared: boolean;
}

interface LayerSessions {
  readonly attention: HalfBlockSession;
  readonly mlp: HalfBlockSession;
}

/**
 * A model as a chain of small sessions: embedding, two halves per block, head. Half blocks with nothing kept cost nothing,
 * hidden states at layer borders are kept for candidates with a common beginning, and between any two runs the event
 * loop turns, so that an abort is heard (`run` of onnxruntime-node starts with a turn and then blocks).
 */
export class ChainForward implements Forward {
  readonly #device: ModelOnDevice;
  readonly #embedding: Session;
  readonly #layers: readonly LayerSessions[];
  readonly #heads: SessionsByHead;
  readonly #cache: PrefixCache<Tensor>;
  readonly #buffers = new StateBuffers();
  #compensation: readonly LayerCompensation[] = [];

  private constructor(
    device: ModelOnDevice,
    sessions: { embedding: Session; layers: readonly LayerSessions[] },
    cacheBytes: number,
  ) {
    const { model, graphs, session } = device;
    this.#device = device;
    this.#embedding = sessions.embedding;
    this.#layers = sessions.layers;
    this.#heads = new SessionsByHead((head) => openSession(headGraph(model, graphs, head), session));
    this.#cache = new PrefixCache(cacheBytes, model.transformer.layers);
  }

  static async open(device: ModelOnDevice, cacheBytes: number): Promise<ChainForward> {
    const { model, graphs, session } = device;
    const embedding = await openSession(embeddingGraph(model, graphs), session);
    const layers: LayerSessions[] = [];
    for (let layer = 0; layer < model.transformer.layers; layer++) {
      const attention = await HalfBlockSession.open(device, layer, "attention");
      layers.push({ attention, mlp: await HalfBlockSession.open(device, layer, "mlp") });
    }
    const chain = new ChainForward(device, { embedding, layers }, cacheBytes);
    await chain.#heads.get({ kind: "loss" });
    return chain;
  }

  useText({ name, batches, tokensPerBatch }: TextLayout): void {
    this.#cache.use({ name, batches, stateBytes: tokensPerBatch * this.#bytesPerToken });
  }

  forgetText(name: string): void {
    this.#cache.forget(name);
  }

  setCompensation(layers: readonly LayerCompensation[]): void {
    this.#compensation = layers;
    this.#cache.clear();
  }

  async losses(
    batch: Batch,
    candidate: CandidateModel,
    dense: DenseTopTensors | undefined,
    signal: AbortSignal,
  ): Promise<BatchLosses> {
    const { x, ran, shared } = await this.#hidden(batch, candidate, signal);
    signal.throwIfAborted();
    const head: HeadKind = dense ? { kind: "divergence", top: dense.tokens.dims[2] ?? 0 } : { kind: "loss" };
    const inputs = dense ? { denseTokens: dense.tokens, denseLogProbabilities: dense.logProbabilities } : {};
    const losses = await runFor(await this.#heads.get(head), "losses", { x, ids: idsOf(batch), ...inputs });
    if (!shared) this.#buffers.give(x);
    return { losses: floatsOf(losses), halfBlocks: ran, halfBlocksSaved: candidate.halfBlocks - ran };
  }

  async top(batch: Batch, candidate: CandidateModel, top: number, signal: AbortSignal): Promise<DenseTop> {
    const { x } = await this.#hidden(batch, candidate, signal);
    const session = await this.#heads.get({ kind: "top", top });
    const outputs = await session.run({ x, ids: idsOf(batch) });
    return {
      tokens: integersOf(outputOf(outputs, "tokens")),
      logProbabilities: floatsOf(outputOf(outputs, "logProbabilities")),
    };
  }

  async close(): Promise<void> {
    this.#cache.clear();
    await this.#heads.close();
    for (const { attention, mlp } of this.#layers) {
      await attention.close();
      await mlp.close();
    }
    await this.#embedding.release();
  }

  async #hidden(batch: Batch, candidate: CandidateModel, signal: AbortSignal): Promise<Reached> {
    const found = this.#cache.find(batch.place, windowsKey(batch), candidate.prefixes);
    let reached = found ? { x: found.state, ran: 0, shared: true } : await this.#embedded(batch);
    for (let layer = found?.layer ?? 0; layer < this.#layers.length; layer++) {
      reached = this.#remembered(reached, layer, batch, candidate);
      reached = await this.#halfBlock(reached, layer, "attention", candidate, signal);
      reached = await this.#halfBlock(reached, layer, "mlp", candidate, signal);
    }
    return reached;
  }

  async #embedded(batch: Batch): Promise<Reached> {
    return { x: await runFor(this.#embedding, "y", { ids: idsOf(batch) }), ran: 0, shared: false };
  }

  /** Hands the states at the entry of a layer to the cache, where it wants them. */
  #remembered(reached: Reached, layer: number, batch: Batch, candidate: CandidateModel): Reached {
    if (!this.#cache.keeps(layer)) return reached;
    const bytes = batch.tokens.length * this.#bytesPerToken;
    this.#cache.store(batch.place, windowsKey(batch), candidate.prefixes, { layer, state: reached.x }, bytes);
    return { ...reached, shared: true };
  }

  async #halfBlock(
    before: Reached,
    layer: number,
    half: Half,
    candidate: CandidateModel,
    signal: AbortSignal,
  ): Promise<Reached> {
    signal.throwIfAborted();
    const session = this.#layers[layer]?.[half];
    const kept = candidate.layers[layer]?.[half];
    const x = await session?.run(before.x, kept, this.#compensation[layer]?.[half], this.#buffers);
    if (!x || x === before.x) return before;
    // States that the cache refers to must not be written to again.
    if (!before.shared) this.#buffers.give(before.x);
    return { x, ran: before.ran + (kept ? 1 : 0), shared: false };
  }

  get #bytesPerToken(): number {
    return this.#device.model.transformer.hidden * Float32Array.BYTES_PER_ELEMENT;
  }
}

function windowsKey({ from, to }: Batch): string {
  return `${from}-${to}`;
}

function idsOf({ from, to, length, tokens }: Batch): Tensor {
  return int32Tensor(tokens, [to - from, length]);
}
