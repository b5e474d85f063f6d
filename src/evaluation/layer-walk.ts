import { embeddingGraph } from "../model/onnx/embedding.ts";
import type { Half } from "../model/onnx/half-block.ts";
import type { Batch } from "./batches.ts";
import { candidateModel } from "./candidate-model.ts";
import type { LayerCompensation } from "./forward.ts";
import { HalfBlockSession, type ModelOnDevice } from "./half-block-session.ts";
import type { KeptUnits } from "./kept.ts";
import { int32Tensor, openSession, runFor, type Tensor } from "./onnxruntime.ts";
import { StateBuffers } from "./state-buffers.ts";

/** Sums over all tokens of a text, of one half block with all its units. */
export interface HalfSums {
  /** Σ of each input column of o or down. */
  readonly sum: Float64Array;
  readonly sumOfSquares: Float64Array;
  /** Σ of squares of each input column of q, k, v or of gate and up. */
  readonly inputSquares: Float64Array;
}

export interface LayerSums {
  readonly attention: HalfSums;
  readonly mlp: HalfSums;
}

/** What a layer goes on with after it was measured. */
interface PrunedLayer {
  readonly kept: KeptUnits;
  readonly compensation: LayerCompensation | undefined;
}

/** Hears of each layer's sums in turn; what it returns is what feeds the next layer, undefined = the layer as it is. */
export type LayerVisitor = (layer: number, sums: LayerSums) => Promise<PrunedLayer | undefined>;

/**
 * Takes a whole text through the model one layer at a time and measures it. Sessions live for one layer only; the hidden
 * states of the whole text are held.
 */
export async function walkLayers(
  device: ModelOnDevice,
  batches: readonly Batch[],
  visit: LayerVisitor,
  signal: AbortSignal,
): Promise<void> {
  let states = await embedded(device, batches);
  for (let layer = 0; layer < device.model.transformer.layers; layer++) {
    const measured = await measureLayer(device, layer, states, signal);
    const pruned = await visit(layer, measured.sums);
    states = pruned ? await runLayer(device, layer, states, pruned, signal) : measured.states;
  }
}

async function embedded({ model, graphs, session }: ModelOnDevice, batches: readonly Batch[]): Promise<Tensor[]> {
  const embedding = await openSession(embeddingGraph(model, graphs), session);
  try {
    const states: Tensor[] = [];
    for (const { from, to, length, tokens } of batches) {
      states.push(await runFor(embedding, "y", { ids: int32Tensor(tokens, [to - from, length]) }));
    }
    return states;
  } finally {
    await embedding.release();
  }
}

async function measureLayer(device: ModelOnDevice, layer: number, states: readonly Tensor[], signal: AbortSignal) {
  const attention = await measureHalf(device, layer, "attention", states, signal);
  const mlp = await measureHalf(device, layer, "mlp", attention.states, signal);
  return { states: mlp.states, sums: { attention: attention.sums, mlp: mlp.sums } };
}

async function measureHalf(
  device: ModelOnDevice,
  layer: number,
  half: Half,
  states: readonly Tensor[],
  signal: AbortSignal,
) {
  const { model, graphs } = device;
  const { groups, neurons, heads, headDim, hidden } = model.transformer;
  const units = half === "attention" ? groups : neurons;
  const columns = half === "attention" ? heads * headDim : neurons;
  const all = int32Tensor(Int32Array.from({ length: units }, (_, unit) => unit));
  const sums = {
    sum: new Float64Array(columns),
    sumOfSquares: new Float64Array(columns),
    inputSquares: new Float64Array(hidden),
  };
  const dense = { ...device, graphs: { ...graphs, compensated: false } };
  const session = await HalfBlockSession.open(dense, layer, half, true);
  try {
    const after: Tensor[] = [];
    for (const x of states) {
      signal.throwIfAborted();
      const { y, statistics } = await session.measure(x, all);
      for (const name of ["sum", "sumOfSquares", "inputSquares"] as const) accumulate(sums[name], statistics[name]);
      after.push(y);
    }
    return { states: after, sums };
  } finally {
    await session.close();
  }
}

async function runLayer(
  device: ModelOnDevice,
  layer: number,
  states: readonly Tensor[],
  { kept, compensation }: PrunedLayer,
  signal: AbortSignal,
): Promise<Tensor[]> {
  const [units] = candidateModel([kept]).layers;
  const buffers = new StateBuffers();
  let current = [...states];
  for (const half of ["attention", "mlp"] as const) {
    const session = await HalfBlockSession.open(device, layer, half);
    try {
      const after: Tensor[] = [];
      for (const x of current) {
        signal.throwIfAborted();
        after.push(await session.run(x, units?.[half], compensation?.[half], buffers));
      }
      current = after;
    } finally {
      await session.close();
    }
  }
  return current;
}

function accumulate(total: Float64Array, part: Float32Array): void {
  for (let index = 0; index < total.length; index++) total[index] = (total[index] ?? 0) + (part[index] ?? 0);
}
