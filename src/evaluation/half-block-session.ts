import type { ModelFolder } from "../model/model-folder.ts";
import type { GraphOptions } from "../model/onnx/context.ts";
import { type Half, halfBlockGraph, offsetGraph } from "../model/onnx/half-block.ts";
import { rotaryTables } from "../model/onnx/rotary.ts";
import type { KeptTensor } from "./candidate-model.ts";
import type { CompensationTensors } from "./forward.ts";
import {
  type Feeds,
  float32Tensor,
  floatsOf,
  openSession,
  outputOf,
  runInto,
  type Session,
  type SessionOptions,
  type Tensor,
} from "./onnxruntime.ts";
import type { StateBuffers } from "./state-buffers.ts";

/** A model and the way its graphs and sessions are made on one device. */
export interface ModelOnDevice {
  readonly model: ModelFolder;
  readonly graphs: GraphOptions;
  readonly session: SessionOptions;
  /** Inputs of all attention halves: one copy for all layers. */
  readonly rotary: Feeds;
}

export function modelOnDevice(model: ModelFolder, graphs: GraphOptions, session: SessionOptions): ModelOnDevice {
  const { position } = model.transformer;
  if (position.kind !== "rotary") return { model, graphs, session, rotary: {} };
  const { cosines, sines, dimensions } = rotaryTables(position.frequencies, graphs.maxLength);
  const rotary = { cosines: float32Tensor(cosines, dimensions), sines: float32Tensor(sines, dimensions) };
  return { model, graphs, session, rotary };
}

/** Sums over the tokens of one run, see statisticsOutputs of the graphs. */
export interface HalfBlockStatistics {
  readonly sum: Float32Array;
  readonly sumOfSquares: Float32Array;
  readonly inputSquares: Float32Array;
}

/**
 * One half of one block as a session of its own.
 *
 * A half block that keeps nothing is skipped: its whole residual branch is gone, output bias included. When the model is
 * compensated, what is left of it is the branch's mean, so that the offset (means through W, plus that bias) is added.
 * One that keeps everything has a session without the gathering of weights: searches that drop blocks, sweeps that leave
 * one out and the dense model meet it most of the time. It is opened when it is first needed; the weights are shared.
 */
export class HalfBlockSession {
  readonly #session: Session;
  readonly #offset: Session | undefined;
  readonly #openWhole: () => Promise<Session>;
  readonly #units: number;
  readonly #rotary: Feeds;
  #whole: Session | undefined;

  private constructor(sessions: OpenedSessions, units: number, rotary: Feeds) {
    this.#session = sessions.chosen;
    this.#offset = sessions.offset;
    this.#openWhole = sessions.openWhole;
    this.#units = units;
    this.#rotary = rotary;
  }

  static async open(
    { model, graphs, session, rotary }: ModelOnDevice,
    layer: number,
    half: Half,
    statistics = false,
  ): Promise<HalfBlockSession> {
    const open = (units: "chosen" | "all") =>
      openSession(halfBlockGraph(model, graphs, half, layer, units, statistics), session);
    const chosen = await open("chosen");
    const offset = graphs.compensated ? await openSession(offsetGraph(model, graphs), session) : undefined;
    const { groups, neurons } = model.transformer;
    const sessions = { chosen, offset, openWhole: () => open("all") };
    return half === "attention"
      ? new HalfBlockSession(sessions, groups, rotary)
      : new HalfBlockSession(sessions, neurons, {});
  }

  /** Hidden states after this half, in a buffer of their own; x itself when the half is skipped. */
  async run(
    x: Tensor,
    kept: KeptTensor,
    compensation: CompensationTensors | undefined,
    buffers: StateBuffers,
  ): Promise<Tensor> {
    const feeds = { x, ...this.#rotary, ...compensationFeeds(compensation) };
    if (kept?.size === this.#units) return runInto(await this.#wholeSession(), "y", feeds, buffers.take(x.dims));
    if (kept) return runInto(this.#session, "y", { ...feeds, kept }, buffers.take(x.dims));
    if (!this.#offset || !compensation) return x;
    return runInto(this.#offset, "y", { x, offset: compensation.offset }, buffers.take(x.dims));
  }

  /** Hidden states after this half, which must have been opened with statistics, and what it measured on the way. */
  async measure(x: Tensor, kept: Tensor): Promise<{ readonly y: Tensor; readonly statistics: HalfBlockStatistics }> {
    const outputs = await this.#session.run({ x, kept, ...this.#rotary });
    const floats = (name: string) => floatsOf(outputOf(outputs, name));
    const statistics = {
      sum: floats("sum"),
      sumOfSquares: floats("sumOfSquares"),
      inputSquares: floats("inputSquares"),
    };
    return { y: outputOf(outputs, "y"), statistics };
  }

  async close(): Promise<void> {
    await this.#session.release();
    await this.#whole?.release();
    await this.#offset?.release();
  }

  async #wholeSession(): Promise<Session> {
    this.#whole ??= await this.#openWhole();
    return this.#whole;
  }
}

interface OpenedSessions {
  readonly chosen: Session;
  readonly offset: Session | undefined;
  readonly openWhole: () => Promise<Session>;
}

function compensationFeeds(compensation: CompensationTensors | undefined): Feeds {
  return compensation ? { branchMeans: compensation.means, branchOffset: compensation.offset } : {};
}
