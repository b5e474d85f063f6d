import { seededRandom } from "../src/base/random.ts";
import type { Device, EngineOptions, Windows } from "../src/evaluation/engine.ts";
import type { KeptModel } from "../src/evaluation/kept.ts";
import { planForRates } from "../src/pruning/plan.ts";
import { uniformRates } from "../src/pruning/rates.ts";
import type { TinyModel } from "../test/support/tiny-model.ts";

/** What all parts of the benchmark measure with. */
export interface Setting {
  /** Model folder. */
  readonly folder: string;
  readonly model: TinyModel;
  readonly device: Device;
  readonly precision: "fp32" | "fp16";
  /** Tokens of a window. */
  readonly length: number;
  readonly rounds: number;
}

export function engineOptions({ folder, device, precision, length }: Setting, cacheBytes: number): EngineOptions {
  return { model: folder, device, precision, maxLength: length, threads: 1, cacheBytes, compensated: false };
}

/** Random tokens: the engine's cost does not depend on which they are. */
export function randomWindows({ model, length }: Setting, count: number): Windows {
  const random = seededRandom(7);
  return { count, length, tokens: Int32Array.from({ length: count * length }, () => random.integer(model.vocabulary)) };
}

/** Keeps a share of the prunable parameters, alike in all layers, by the product's own plan; which units is of no matter. */
export function keepShare({ layers, hidden, heads, groups, neurons }: TinyModel, share: number): KeptModel {
  const headDim = hidden / heads;
  const groupParameters = 2 * hidden * headDim * (heads / groups + 1);
  const layer = { groups, groupParameters, neurons, neuronParameters: 3 * hidden };
  const shape = { layers: Array.from({ length: layers }, () => layer) };
  const plan = planForRates(shape, uniformRates(layers, 1 - share), 1 - share);
  return plan.map((kept) => ({ groups: spread(groups, kept.groups), neurons: spread(neurons, kept.neurons) }));
}

/** `kept` of `units` units at equal distances. */
function spread(units: number, kept: number): Int32Array {
  return Int32Array.from({ length: kept }, (_, index) => Math.floor((index * units) / kept));
}
