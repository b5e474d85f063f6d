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

/**
 * Keeps a share of the KV groups and of the neurons. Layers have few groups: which layers round up is spread over the
 * model, so that all groups together come to the share.
 */
export function keepShare({ layers, groups, neurons }: TinyModel, share: number): KeptModel {
  return Array.from({ length: layers }, (_, layer) => {
    const upTo = (end: number) => Math.round(end * groups * share);
    return { groups: spread(groups, upTo(layer + 1) - upTo(layer)), neurons: spread(neurons, neurons * share) };
  });
}

/** `kept` of `units` units at equal distances. */
function spread(units: number, kept: number): Int32Array {
  return Int32Array.from({ length: Math.round(kept) }, (_, index) => Math.floor((index * units) / kept));
}
