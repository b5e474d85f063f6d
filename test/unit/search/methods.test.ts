import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UserError } from "../../../src/base/errors.ts";
import { methodNamed, methods } from "../../../src/search/methods/index.ts";
import { owl, owlRates } from "../../../src/search/methods/owl.ts";
import { uniform } from "../../../src/search/methods/uniform.ts";
import { AnalyticEvaluator, contextOf, equalLayers, eventsOf, randomSensitivity } from "../../support/search-fakes.ts";

describe("methodNamed", () => {
  it("finds every method by its name", () => {
    for (const method of methods) assert.equal(methodNamed(method.name), method);
  });

  it("names the methods there are when there is none of that name", () => {
    assert.throws(
      () => methodNamed("simulated-annealing"),
      (error) =>
        error instanceof UserError && error.code === "unknown-method" && /self-pruner.*owl/.test(error.hint ?? ""),
    );
  });
});

describe("uniform", () => {
  it("scores one candidate with the target in every layer", async () => {
    const shape = equalLayers(5);
    const evaluator = new AnalyticEvaluator(shape, randomSensitivity(5, 1));
    const events = await eventsOf(uniform, contextOf(shape, evaluator));
    assert.deepEqual(
      events.map(({ type }) => type),
      ["candidate", "evaluated", "generation", "end"],
    );
    const [born] = events;
    assert.ok(born?.type === "candidate");
    assert.deepEqual(born.candidate.rates, Array(5).fill({ attention: 0.3, mlp: 0.3 }));
    assert.equal(evaluator.asked.length, 1);
  });
});

describe("owlRates", () => {
  it("prunes layers with more outliers less, over a range of 2λ about the target", () => {
    // By hand: stretched to 0, 0.08, 0.16 (mean 0.08), taken from 0.5 + 0.08.
    const rates = owlRates([1, 2, 3], 0.5, 0.08);
    for (const [index, wanted] of [0.58, 0.5, 0.42].entries()) {
      assert.ok(Math.abs((rates[index] ?? 0) - wanted) < 1e-12);
    }
  });

  it("prunes alike where the layers do not differ", () => {
    assert.deepEqual(owlRates([0.2, 0.2], 0.3, 0.08), [0.3, 0.3]);
  });
});

describe("owl", () => {
  it("is better than uniform where outliers tell the sensitivity", async () => {
    const shape = equalLayers(12);
    const evaluator = new AnalyticEvaluator(shape, randomSensitivity(12, 2));
    const best = async (method: typeof owl) => (await eventsOf(method, contextOf(shape, evaluator))).at(-1);
    const [ours, baseline] = [await best(owl), await best(uniform)];
    assert.ok(ours?.type === "end" && baseline?.type === "end");
    assert.ok(ours.bestFitness < baseline.bestFitness);
  });
});
