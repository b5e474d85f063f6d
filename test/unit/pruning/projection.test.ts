import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { distance, projectOntoMean, roundOntoMean } from "../../../src/pruning/projection.ts";

/** Values about the box [0, 1] with positive weights, and a mean. */
const problem = fc
  .array(fc.tuple(fc.double({ min: -1, max: 2, noNaN: true }), fc.double({ min: 0.1, max: 10, noNaN: true })), {
    minLength: 1,
    maxLength: 40,
  })
  .chain((pairs) =>
    fc.record({
      values: fc.constant(pairs.map(([value]) => value)),
      weights: fc.constant(pairs.map(([, weight]) => weight)),
      mean: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  );

function weightedMean(values: readonly number[], weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return values.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), 0) / total;
}

function weightedDistance(left: readonly number[], right: readonly number[], weights: readonly number[]): number {
  return left.reduce((sum, value, index) => sum + (weights[index] ?? 0) * (value - (right[index] ?? 0)) ** 2, 0);
}

describe("projectOntoMean", () => {
  it("meets the mean inside the box", () => {
    fc.assert(
      fc.property(problem, ({ values, weights, mean }) => {
        const projected = projectOntoMean(values, weights, mean);
        // Float64 rounding of some dozen additions of numbers of the order of one.
        assert.ok(Math.abs(weightedMean(projected, weights) - mean) < 1e-12);
        assert.ok(projected.every((value) => value >= 0 && value <= 1));
      }),
      { numRuns: 1000 },
    );
  });

  it("leaves alone what already lies there", () => {
    fc.assert(
      fc.property(problem, ({ values, weights, mean }) => {
        const once = projectOntoMean(values, weights, mean);
        const twice = projectOntoMean(once, weights, mean);
        // The shift of a met mean is rounding error alone.
        assert.ok(distance(once, twice) < 1e-12);
      }),
    );
  });

  it("finds the nearest point: no grid point of the feasible set is nearer", () => {
    const small = fc.record({
      values: fc.array(fc.double({ min: -1, max: 2, noNaN: true }), { minLength: 3, maxLength: 3 }),
      weights: fc.array(fc.double({ min: 0.2, max: 5, noNaN: true }), { minLength: 3, maxLength: 3 }),
      mean: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(small, ({ values, weights, mean }) => {
        const reached = weightedDistance(projectOntoMean(values, weights, mean), values, weights);
        for (const point of feasibleGrid(weights, mean)) {
          assert.ok(weightedDistance(point, values, weights) >= reached - 1e-9);
        }
      }),
      { numRuns: 100 },
    );
  });

  it("shifts by one number where the box does not interfere", () => {
    assert.deepEqual(projectOntoMean([0.25, 0.5, 0.75], [1, 1, 2], 0.5), [0.1875, 0.4375, 0.6875]);
  });
});

/** Points of the plane Σ w x = mean Σ w inside the unit cube, on a grid in the first two coordinates. */
function feasibleGrid(weights: readonly number[], mean: number): number[][] {
  const [w0 = 0, w1 = 0, w2 = 0] = weights;
  const steps = Array.from({ length: 41 }, (_, index) => index / 40);
  return steps
    .flatMap((x) => steps.map((y) => [x, y, (mean * (w0 + w1 + w2) - w0 * x - w1 * y) / w2]))
    .filter(([, , z = 0]) => z >= 0 && z <= 1);
}

describe("roundOntoMean", () => {
  it("gives five decimals whose mean is as near to the target as five decimals allow", () => {
    const equal = fc.record({
      values: fc.array(fc.double({ min: -1, max: 2, noNaN: true }), { minLength: 1, maxLength: 126 }),
      // The mean of n rates of five decimals is a multiple of 1e-5 / n, so every five-decimal target can be met exactly.
      mean: fc.integer({ min: 0, max: 100_000 }).map((digits) => digits / 100_000),
    });
    fc.assert(
      fc.property(equal, ({ values, mean }) => {
        const weights = values.map(() => 7);
        const exact = projectOntoMean(values, weights, mean);
        const rounded = roundOntoMean(exact, weights, mean);
        const digits = rounded.map((value) => Math.round(value * 1e5));
        assert.deepEqual(
          rounded,
          rounded.map((value) => Number(value.toFixed(5))),
        );
        assert.equal(
          digits.reduce((sum, digit) => sum + digit, 0),
          Math.round(mean * 1e5) * values.length,
        );
        // Every rate is rounded up or down, never further.
        assert.ok(rounded.every((value, index) => Math.abs(value - (exact[index] ?? 0)) < 1.0001e-5));
      }),
      { numRuns: 500 },
    );
  });

  it("comes within half of the smallest step when the layers weigh differently", () => {
    fc.assert(
      fc.property(problem, ({ values, weights, mean }) => {
        const rounded = roundOntoMean(projectOntoMean(values, weights, mean), weights, mean);
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        const step = (Math.max(...weights) / total) * 1e-5;
        assert.ok(Math.abs(weightedMean(rounded, weights) - mean) <= 0.5 * step + 1e-12);
        assert.ok(rounded.every((value) => value >= 0 && value <= 1));
      }),
      { numRuns: 500 },
    );
  });
});

describe("distance", () => {
  it("is the root mean square difference and does not overflow", () => {
    assert.equal(distance([1, 1, 1, 1], [0, 0, 0, 0]), 1);
    assert.ok(Number.isFinite(distance([1e308, -1e308], [0, 0])));
  });
});
