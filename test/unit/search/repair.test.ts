import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { planForRates, removedParameters } from "../../../src/pruning/plan.ts";
import { meanRate } from "../../../src/pruning/rates.ts";
import { prunableParameters } from "../../../src/pruning/shape.ts";
import { type Repaired, repairVector } from "../../../src/search/repair.ts";
import { equalLayers } from "../../support/search-fakes.ts";

const shape = equalLayers(4);

function repaired(written: readonly number[], target: number): Repaired {
  const result = repairVector(written, shape, target);
  assert.ok(typeof result === "object", `rejected as ${String(result)}`);
  return result;
}

function wholeRates({ rates }: Repaired): number[] {
  return rates.map(({ mlp }) => mlp);
}

describe("repairVector", () => {
  it("takes a vector that meets the target as it is", () => {
    const result = repaired([0.1, 0.2, 0.3, 0.4], 0.25);
    assert.deepEqual(wholeRates(result), [0.1, 0.2, 0.3, 0.4]);
    assert.equal(result.repair, 0);
    assert.equal(result.outOfRange, false);
  });

  it("shifts a wrong mean onto the target and says how far", () => {
    const result = repaired([0.1, 0.2, 0.3, 0.4], 0.35);
    assert.deepEqual(wholeRates(result), [0.2, 0.3, 0.4, 0.5]);
    assert.ok(Math.abs(result.repair - 0.1) < 1e-9);
  });

  it("rejects wrong lengths and what is not a number", () => {
    assert.equal(repairVector([0.3, 0.3, 0.3], shape, 0.3), "wrongLength");
    assert.equal(repairVector([0.3, 0.3, 0.3, 0.3, 0.3], shape, 0.3), "wrongLength");
    assert.equal(repairVector([], shape, 0.3), "wrongLength");
    assert.equal(repairVector([0.3, Number.NaN, 0.3, 0.3], shape, 0.3), "notANumber");
    assert.equal(repairVector([0.3, Number.POSITIVE_INFINITY, 0.3, 0.3], shape, 0.3), "notANumber");
  });

  it("reads percentages as such", () => {
    const result = repaired([10, 20, 30, 40], 0.25);
    assert.deepEqual(wholeRates(result), [0.1, 0.2, 0.3, 0.4]);
    assert.equal(result.repair, 0);
    assert.equal(result.outOfRange, true);
  });

  it("cuts off a stray number and keeps the others as fractions", () => {
    const result = repaired([0.1, 0.2, 0.3, 1.4], 0.4);
    assert.deepEqual(wholeRates(result), [0.1, 0.2, 0.3, 1]);
    assert.ok(result.repair > 0);
    assert.equal(result.outOfRange, true);
  });

  it("makes rates that meet the target, and the plan that these rates lead to, of any numbers", () => {
    const anyNumber = fc.double({ noNaN: true, noDefaultInfinity: true });
    const modest = fc.double({ min: -0.5, max: 1.5, noNaN: true });
    const vector = fc.array(fc.oneof(modest, anyNumber), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(vector, fc.integer({ min: 1, max: 99 }), (written, percent) => {
        const target = percent / 100;
        const result = repaired(written, target);
        assert.ok(wholeRates(result).every((rate) => rate >= 0 && rate <= 1 && rate === Number(rate.toFixed(5))));
        assert.ok(Math.abs(meanRate(shape, result.rates) - target) < 1e-12);
        assert.deepEqual(result.plan, planForRates(shape, result.rates, target));
        const neuron = shape.layers[0]?.neuronParameters ?? 0;
        const missed = Math.abs(removedParameters(shape, result.plan) - target * prunableParameters(shape));
        const someMoves = wholeRates(result).some((rate) => rate > 0 && rate < 1);
        if (someMoves) assert.ok(missed <= neuron / 2 + 0.5);
        assert.ok(Number.isFinite(result.repair));
      }),
      { numRuns: 500 },
    );
  });
});
