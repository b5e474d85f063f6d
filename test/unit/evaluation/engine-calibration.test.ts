import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Engine, LayerStatistics } from "../../../src/evaluation/engine.ts";
import { importanceNamed } from "../../../src/evaluation/importance/index.ts";
import { compensationMeans, keepMostImportant } from "../../../src/evaluation/importance/select.ts";
import type { KeptModel } from "../../../src/evaluation/kept.ts";
import { planAt } from "../../../src/pruning/plan.ts";
import { type ReferenceOptions, type ReferenceSums, reference64 } from "../../support/reference64.ts";
import type { TensorValues } from "../../support/safetensors.ts";
import { openTiny, type TinyEngine, unhurried, units, windowOf, worstRelative } from "../../support/tiny-engine.ts";
import { type TinyModel, tinyLlama, tinyOpt } from "../../support/tiny-model.ts";

const llama: TinyModel = { ...tinyLlama, layers: 3, headDim: 16, biases: true, dtype: "BF16" };
const families = { llama, opt: { ...tinyOpt, layers: 3, hidden: 32 } };
const halves = ["attention", "mlp"] as const;

/** Sums of float32 values over 120 tokens; the float64 sums of the reference differ by some rounding of each. */
const TOLERANCE = 1e-5;

describe("statistics", () => {
  for (const [family, model] of Object.entries(families)) {
    for (const plan of ["chain", "whole"] as const) {
      it(`${family}, ${plan}: equal float64 sums and weight sums`, async (t) => {
        const tiny = await openTiny(t, model, { plan });
        const { tokens, layers } = await tiny.engine.statistics("text", unhurried);
        const expected = referenceSums(tiny, model);
        assert.equal(tokens, 120);
        assert.equal(layers.length, model.layers);
        layers.forEach((layer, index) => {
          for (const half of halves) {
            const sums = expected[index]?.[half];
            assert.ok(sums);
            assert.ok(worstRelative(layer[half].sum, sums.sum, 1) < TOLERANCE);
            assert.ok(worstRelative(layer[half].sumOfSquares, sums.sumOfSquares, 1e-3) < TOLERANCE);
            assertWeightSums(layer[half], outputWeight(model, tiny.tensors, index, half));
          }
        });
      });
    }
  }

  it("float16 weights are decoded, subnormal ones too", async (t) => {
    const model: TinyModel = { ...llama, dtype: "F16" };
    const tiny = await openTiny(t, model);
    const { layers } = await tiny.engine.statistics("text", unhurried);
    const [layer] = layers;
    assert.ok(layer);
    assertWeightSums(layer.mlp, outputWeight(model, tiny.tensors, 0, "mlp"));
  });
});

describe("outlier ratios", () => {
  for (const [family, model] of Object.entries(families)) {
    it(`${family}: equal the definition over all linear weights of a block`, async (t) => {
      const tiny = await openTiny(t, model);
      const ratios = await tiny.engine.outlierRatios("text", 3, unhurried);
      const expected = referenceSums(tiny, model).map((sums, layer) =>
        outlierShare(model, tiny.tensors, layer, sums, 3),
      );
      // One weight at the threshold may fall to the other side.
      const oneWeight = 1 / 1000;
      expected.forEach((share, layer) => {
        assert.ok(share > 0);
        assert.ok(Math.abs((ratios[layer] ?? Number.NaN) - share) < oneWeight);
      });
    });
  }
});

describe("compensation", () => {
  for (const [family, model] of Object.entries(families)) {
    for (const plan of ["chain", "whole"] as const) {
      it(`${family}, ${plan}: removed units go on giving their mean, in skipped half blocks too`, async (t) => {
        const tiny = await openTiny(t, model, { plan, compensated: true });
        const { tokens, layers } = await tiny.engine.statistics("text", unhurried);
        const means = layers.map((layer) => compensationMeans(layer, tokens));
        await tiny.engine.setCompensation(means);
        const kept = [units([1], [0, 3, 9, 22]), units([], [5]), units([0], [])];
        const expected = lossesOf(tiny, model, kept, { means });
        const actual = await tiny.engine.tokenLosses({ text: "text", from: 0, to: 3, kept }, unhurried);
        assert.ok(worstRelative(actual, expected, 0.1) < TOLERANCE);
        assert.ok(worstRelative(actual, lossesOf(tiny, model, kept, {}), 0.1) > 1e-3, "the means do nothing");
      });
    }
  }
});

describe("sequential pruning", () => {
  const plan = [
    { groups: 1, neurons: 10 },
    { groups: 0, neurons: 12 },
    { groups: 2, neurons: 0 },
  ];

  for (const name of ["wanda-sp", "flap"]) {
    it(`${name}: every layer is measured on the pruned ones before it`, async (t) => {
      const importance = importanceNamed(name);
      const tiny = await openTiny(t, llama, { compensated: importance.compensated });
      const pruned = await tiny.engine.pruneSequentially("text", plan, name, unhurried);
      const dense = (await tiny.engine.statistics("text", unhurried)).layers;
      for (let layer = 0; layer < llama.layers; layer++) {
        const before = pruned.kept.slice(0, layer);
        const means = importance.compensated ? pruned.means.slice(0, layer) : [];
        const [sums] = referenceSums(tiny, llama, { kept: lists(before), means }).slice(layer);
        const statistics = withSums(dense[layer], sums);
        const scores = importance.score(statistics, 120, llama);
        assert.deepEqual(pruned.kept[layer], keepMostImportant(scores, planAt(plan, layer)));
        const expectedMeans = compensationMeans(statistics, 120);
        for (const half of halves) {
          const [actual] = pruned.means.slice(layer);
          assert.ok(actual && worstRelative(actual[half], expectedMeans[half], 0.01) < TOLERANCE);
        }
      }
    });
  }

  it("ends when its signal is aborted", async (t) => {
    const { engine } = await openTiny(t, llama);
    await assertAborts(engine, (signal) => engine.pruneSequentially("text", plan, "wanda-sp", signal));
    await assertAborts(engine, (signal) => engine.outlierRatios("text", 3, signal));
    await assertAborts(engine, (signal) => engine.prepareKl("text", signal));
  });
});

/** Weight sums of the engine, which have a test of their own, with the inputs' sums of the reference. */
function withSums(measured: LayerStatistics | undefined, sums: ReferenceSums | undefined): LayerStatistics {
  assert.ok(measured && sums);
  return {
    attention: { ...measured.attention, sum: sums.attention.sum, sumOfSquares: sums.attention.sumOfSquares },
    mlp: { ...measured.mlp, sum: sums.mlp.sum, sumOfSquares: sums.mlp.sumOfSquares },
  };
}

async function assertAborts(engine: Engine, call: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
  const controller = new AbortController();
  const reason = new Error("enough");
  const running = call(controller.signal);
  setImmediate(() => controller.abort(reason));
  await assert.rejects(running, reason, engine.info.plan);
}

function lists(kept: KeptModel) {
  return kept.map(({ groups, neurons }) => ({ groups: [...groups], neurons: [...neurons] }));
}

function lossesOf(tiny: TinyEngine, model: TinyModel, kept: KeptModel, options: ReferenceOptions): number[] {
  const all = { ...options, kept: lists(kept) };
  return [0, 1, 2].flatMap((window) => [
    ...reference64(model, tiny.tensors, windowOf(tiny.windows, window), all).losses,
  ]);
}

/** The reference's sums over all windows, layer by layer. */
function referenceSums(tiny: TinyEngine, model: TinyModel, options: ReferenceOptions = {}): ReferenceSums[] {
  const perWindow = [0, 1, 2].map(
    (window) => reference64(model, tiny.tensors, windowOf(tiny.windows, window), options).sums,
  );
  return Array.from({ length: model.layers }, (_, layer) => {
    const total = (half: "attention" | "mlp", name: "sum" | "sumOfSquares" | "inputSquares") =>
      perWindow
        .map((sums) => sums[layer]?.[half][name] ?? new Float64Array())
        .reduce((a, b) => a.map((value, index) => value + (b[index] ?? Number.NaN)));
    const half = (name: "attention" | "mlp") => ({
      sum: total(name, "sum"),
      sumOfSquares: total(name, "sumOfSquares"),
      inputSquares: total(name, "inputSquares"),
    });
    return { attention: half("attention"), mlp: half("mlp") };
  });
}

function outputWeight(
  model: TinyModel,
  tensors: ReadonlyMap<string, TensorValues>,
  layer: number,
  half: "attention" | "mlp",
): TensorValues {
  const names =
    model.family === "llama"
      ? { attention: "self_attn.o_proj", mlp: "mlp.down_proj" }
      : { attention: "self_attn.out_proj", mlp: "fc2" };
  const found = [...tensors].find(([name]) => name.endsWith(`layers.${layer}.${names[half]}.weight`));
  assert.ok(found);
  return found[1];
}

function assertWeightSums(
  actual: { readonly weightAbsMean: Float64Array; readonly weightSquareSum: Float64Array },
  { shape, values }: TensorValues,
): void {
  const [rows = 0, columns = 0] = shape;
  for (let column = 0; column < columns; column++) {
    const entries = Array.from({ length: rows }, (_, row) => values[row * columns + column] ?? Number.NaN);
    const absolute = entries.reduce((sum, value) => sum + Math.abs(value), 0) / rows;
    const squares = entries.reduce((sum, value) => sum + value * value, 0);
    assert.ok(Math.abs((actual.weightAbsMean[column] ?? Number.NaN) - absolute) < 1e-12);
    assert.ok(Math.abs((actual.weightSquareSum[column] ?? Number.NaN) - squares) < 1e-12);
  }
}

function outlierShare(
  model: TinyModel,
  tensors: ReadonlyMap<string, TensorValues>,
  layer: number,
  sums: ReferenceSums,
  threshold: number,
): number {
  const inputs: Record<string, Float64Array> = {
    "(q|k|v)_proj": sums.attention.inputSquares,
    "o(ut)?_proj": sums.attention.sumOfSquares,
    "gate_proj|up_proj|fc1": sums.mlp.inputSquares,
    "down_proj|fc2": sums.mlp.sumOfSquares,
  };
  const metrics: number[] = [];
  for (const [pattern, squares] of Object.entries(inputs)) {
    const wanted = new RegExp(`layers\\.${layer}\\..*\\b(${pattern})\\.weight$`);
    for (const [name, { shape, values }] of tensors) {
      if (!wanted.test(name)) continue;
      const columns = shape[1] ?? 1;
      for (const [index, value] of values.entries()) {
        metrics.push(Math.abs(value) * Math.sqrt((squares[index % columns] ?? 0) / 120));
      }
    }
  }
  const mean = metrics.reduce((sum, value) => sum + value, 0) / metrics.length;
  assert.ok(metrics.length > model.hidden * model.neurons);
  return metrics.filter((value) => value > threshold * mean).length / metrics.length;
}
