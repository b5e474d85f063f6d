import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { seededRandom } from "../../src/base/random.ts";
import type { Engine, EngineOptions, Windows } from "../../src/evaluation/engine.ts";
import type { KeptModel, KeptUnits } from "../../src/evaluation/kept.ts";
import { openEngine } from "../../src/evaluation/open-engine.ts";
import type { TensorValues } from "./safetensors.ts";
import { type TinyModel, writeTinyModel } from "./tiny-model.ts";

/** A signal that is never aborted. */
export const unhurried = new AbortController().signal;

export interface TinyEngine {
  readonly engine: Engine;
  readonly folder: string;
  readonly tensors: Map<string, TensorValues>;
  readonly windows: Windows;
}

export const tinyOptions: Omit<EngineOptions, "model"> = {
  device: "cpu",
  precision: "fp32",
  maxLength: 48,
  threads: 1,
  cacheBytes: 0,
  compensated: false,
};

/** Writes a tiny model, opens it and gives it three windows as the text `text`; all is gone after the test. */
export async function openTiny(
  t: TestContext,
  model: TinyModel,
  options: Partial<EngineOptions> = {},
): Promise<TinyEngine> {
  const folder = temporaryFolder(t);
  const tensors = writeTinyModel(folder, model);
  const windows = randomWindows(model.vocabulary, 3, 40);
  const engine = await openFolder(t, folder, options);
  await engine.setText("text", windows);
  return { engine, folder, tensors, windows };
}

/** Opens a model folder for the length of a test. */
export async function openFolder(t: TestContext, folder: string, options: Partial<EngineOptions>): Promise<Engine> {
  const engine = await openEngine({ ...tinyOptions, model: folder, ...options });
  t.after(() => engine.close());
  return engine;
}

export function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "self-pruner-engine-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function randomWindows(vocabulary: number, count: number, length: number, seed = 7): Windows {
  const random = seededRandom(seed);
  return {
    count,
    length,
    tokens: Int32Array.from({ length: count * length }, () => random.integer(vocabulary)),
  };
}

/** The tokens of one window. */
export function windowOf({ length, tokens }: Windows, index: number): Int32Array {
  return tokens.subarray(index * length, (index + 1) * length);
}

/** Units as engines take them. */
export function units(groups: readonly number[], neurons: readonly number[]): KeptUnits {
  return { groups: Int32Array.from(groups), neurons: Int32Array.from(neurons) };
}

export function everything(model: TinyModel): KeptModel {
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
  return Array.from({ length: model.layers }, () => units(upTo(model.groups), upTo(model.neurons)));
}

/** Every unit with a probability of `share`, at least one of each kind. */
export function randomKept(model: TinyModel, share: number, seed: number): KeptModel {
  const random = seededRandom(seed);
  const some = (count: number) => {
    const sure = random.integer(count);
    return Array.from({ length: count }, (_, index) => index).filter(
      (index) => index === sure || random.next() < share,
    );
  };
  return Array.from({ length: model.layers }, () => units(some(model.groups), some(model.neurons)));
}

/** The largest |a − b| / max(|b|, floor). */
export function worstRelative(actual: ArrayLike<number>, expected: ArrayLike<number>, floor = 0): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (let index = 0; index < expected.length; index++) {
    const wanted = expected[index] ?? Number.NaN;
    const difference = Math.abs((actual[index] ?? Number.NaN) - wanted) / Math.max(Math.abs(wanted), floor);
    // A NaN must not pass as small.
    if (!(difference <= worst)) worst = difference;
  }
  return worst;
}
