import { seededRandom } from "../src/base/random.ts";
import type { Device, EngineOptions, Windows } from "../src/evaluation/engine.ts";
import type { KeptModel } from "../src/evaluation/kept.ts";
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

/** Keeps an evenly spread share of the KV groups and neurons of every layer, at least one of each. */
export function keepShare({ layers, groups, neurons }: TinyModel, share: number): KeptModel {
  const spread = (units: number) => {
    const kept = Math.max(1, Math.round(units * share));
    return Int32Array.from({ length: kept }, (_, index) => Math.floor((index * units) / kept));
  };
  return Array.from({ length: layers }, () => ({ groups: spread(groups), neurons: spread(neurons) }));
}
