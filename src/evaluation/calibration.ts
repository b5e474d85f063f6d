import { blockOf } from "../model/onnx/half-block.ts";
import type { AffineTensors } from "../model/transformer.ts";
import type { Plan } from "../pruning/plan.ts";
import { planAt } from "../pruning/plan.ts";
import type { Batch } from "./batches.ts";
import { layerCompensation, tensorOf } from "./compensation.ts";
import type {
  CalibrationStatistics,
  ColumnStatistics,
  CompensationMeans,
  LayerStatistics,
  SequentialPruning,
} from "./engine.ts";
import type { ModelOnDevice } from "./half-block-session.ts";
import { importanceNamed } from "./importance/index.ts";
import { compensationMeans, keepMostImportant } from "./importance/select.ts";
import type { KeptUnits } from "./kept.ts";
import { type HalfSums, type LayerSums, walkLayers } from "./layer-walk.ts";
import { columnSums } from "./weight-columns.ts";

/** Statistics of the dense model. */
export async function denseStatistics(
  device: ModelOnDevice,
  batches: readonly Batch[],
  signal: AbortSignal,
): Promise<CalibrationStatistics> {
  const layers: LayerStatistics[] = [];
  await walkLayers(
    device,
    batches,
    async (layer, sums) => {
      layers.push(await layerStatistics(device, layer, sums));
      return undefined;
    },
    signal,
  );
  return { tokens: tokensIn(batches), layers };
}

/** Prunes every layer on the outputs of the pruned ones before it; see Engine.pruneSequentially. */
export async function prunedSequentially(
  device: ModelOnDevice,
  batches: readonly Batch[],
  plan: Plan,
  importanceName: string,
  signal: AbortSignal,
): Promise<SequentialPruning> {
  const importance = importanceNamed(importanceName);
  const tokens = tokensIn(batches);
  const kept: KeptUnits[] = [];
  const means: CompensationMeans[] = [];
  const prune = async (layer: number, sums: LayerSums) => {
    const statistics = await layerStatistics(device, layer, sums);
    const scores = importance.score(statistics, tokens, device.model.transformer);
    const keptHere = keepMostImportant(scores, planAt(plan, layer));
    const meansHere = compensationMeans(statistics, tokens);
    kept.push(keptHere);
    means.push(meansHere);
    const { compensated } = device.graphs;
    const compensation = compensated ? await layerCompensation(device.model, layer, meansHere) : undefined;
    return { kept: keptHere, compensation };
  };
  await walkLayers(device, batches, prune, signal);
  return { kept, means };
}

/** Tokens of all windows of the batches. */
export function tokensIn(batches: readonly Batch[]): number {
  return batches.reduce((sum, { tokens }) => sum + tokens.length, 0);
}

async function layerStatistics(device: ModelOnDevice, layer: number, sums: LayerSums): Promise<LayerStatistics> {
  const { o, down } = blockOf(device.model, layer);
  return {
    attention: await columnStatistics(device, o, sums.attention),
    mlp: await columnStatistics(device, down, sums.mlp),
  };
}

async function columnStatistics(
  { model }: ModelOnDevice,
  { weight }: AffineTensors,
  { sum, sumOfSquares }: HalfSums,
): Promise<ColumnStatistics> {
  return { sum, sumOfSquares, ...(await columnSums(tensorOf(model, weight))) };
}
