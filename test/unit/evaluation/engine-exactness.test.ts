import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import type { KeptModel } from "../../../src/evaluation/kept.ts";
import { type ReferenceOptions, reference64 } from "../../support/reference64.ts";
import {
  everything,
  openTiny,
  randomKept,
  type TinyEngine,
  unhurried,
  units,
  windowOf,
  worstRelative,
} from "../../support/tiny-engine.ts";
import { type TinyModel, tinyLlama, tinyOpt } from "../../support/tiny-model.ts";

/** float32 arithmetic over a few dozen terms: 3e-7 to 2e-6 was measured. */
const TOLERANCE = 5e-6;

/** headDim 4 takes the standard attention, 8 the grouped one rotated before, 16 the grouped one that rotates. */
const models: Record<string, { model: TinyModel; options?: ReferenceOptions }> = {
  "llama GQA": { model: { ...tinyLlama, headDim: 16 } },
  "llama GQA, head size 8": { model: { ...tinyLlama, headDim: 8 } },
  "llama GQA, head size 4": { model: tinyLlama },
  "llama MHA, biased": { model: { ...tinyLlama, groups: 4, headDim: 16, biases: true } },
  "llama tied, bfloat16": { model: { ...tinyLlama, headDim: 16, tied: true, dtype: "BF16" } },
  "llama float16, sharded, biased": { model: { ...tinyLlama, headDim: 16, dtype: "F16", shards: 3, biases: true } },
  "llama with Llama 3 rope": {
    model: {
      ...tinyLlama,
      headDim: 16,
      config: {
        rope_theta: 500,
        rope_scaling: {
          rope_type: "llama3",
          factor: 8,
          low_freq_factor: 1,
          high_freq_factor: 4,
          original_max_position_embeddings: 32,
        },
      },
    },
    options: { ropeTheta: 500, llama3: { factor: 8, low: 1, high: 4, original: 32 } },
  },
  "opt, head size 4": { model: tinyOpt },
  "opt, head size 8, bfloat16": { model: { ...tinyOpt, hidden: 32, dtype: "BF16" } },
};

describe("losses of every token", () => {
  for (const [name, { model, options }] of Object.entries(models)) {
    for (const plan of ["chain", "whole"] as const) {
      it(`${name}: the ${plan} equals float64, dense and pruned`, async (t) => {
        const tiny = await openTiny(t, model, { plan });
        await assertExact(tiny, model, everything(model), options);
        await assertExact(tiny, model, randomKept(model, 0.5, 3), options);
      });
    }
  }

  for (const family of [tinyLlama, tinyOpt]) {
    const model = { ...family, layers: 3, biases: true };
    for (const plan of ["chain", "whole"] as const) {
      it(`${family.family}: the ${plan} leaves dropped half blocks and blocks out whole`, async (t) => {
        const tiny = await openTiny(t, model, { plan });
        const [dense] = everything(model);
        assert.ok(dense);
        await assertExact(tiny, model, [units([], [1, 5]), units([], []), units([0], [])]);
        await assertExact(tiny, model, [units([], []), dense, units([], [])]);
        await assertExact(tiny, model, [units([], []), units([], []), units([], [])]);
      });
    }
  }

  it("chain and whole graph agree to the bit, and so do windows alone and in batches", async (t) => {
    const model: TinyModel = { ...tinyLlama, headDim: 16, dtype: "BF16" };
    const kept = randomKept(model, 0.6, 5);
    const chain = await losses(t, model, "chain", kept, 0, 3);
    assert.deepEqual(await losses(t, model, "whole", kept, 0, 3), chain);
    assert.deepEqual(await losses(t, model, "chain", kept, 1, 2), chain.subarray(39, 78));
  });

  it("float16 arithmetic stays near float32", async (t) => {
    const model: TinyModel = { ...tinyLlama, headDim: 16, dtype: "F16" };
    const { engine, tensors, windows } = await openTiny(t, model, { precision: "fp16" });
    const actual = await engine.tokenLosses({ text: "text", from: 0, to: 1, kept: everything(model) }, unhurried);
    const expected = reference64(model, tensors, windowOf(windows, 0)).losses;
    // Ten bits of mantissa through some layers; a wrong graph is off by more than 1.
    assert.ok(worstRelative(actual, expected, 1) < 2e-2);
    assert.ok(worstRelative(actual, expected, 1) > 1e-6, "the arithmetic is not float16");
  });
});

async function assertExact(
  { engine, tensors, windows }: TinyEngine,
  model: TinyModel,
  kept: KeptModel,
  options: ReferenceOptions = {},
): Promise<void> {
  const actual = await engine.tokenLosses({ text: "text", from: 0, to: windows.count, kept }, unhurried);
  const lists = kept.map(({ groups, neurons }) => ({ groups: [...groups], neurons: [...neurons] }));
  for (let window = 0; window < windows.count; window++) {
    const { losses: expected } = reference64(model, tensors, windowOf(windows, window), { ...options, kept: lists });
    const start = window * expected.length;
    // The losses lie around ln 32; a loss near zero is held to the same absolute error as a loss of 0.1.
    const worst = worstRelative(actual.subarray(start, start + expected.length), expected, 0.1);
    assert.ok(worst < TOLERANCE, `window ${window} is off by ${worst}`);
  }
}

async function losses(
  t: TestContext,
  model: TinyModel,
  plan: "chain" | "whole",
  kept: KeptModel,
  from: number,
  to: number,
): Promise<Float32Array> {
  const { engine } = await openTiny(t, model, { plan });
  return engine.tokenLosses({ text: "text", from, to, kept }, unhurried);
}
