import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { fitnessSeries } from "../../../src/runner/series.ts";

const charts = fc
  .array(fc.double({ min: 1, max: 1000, noNaN: true }), { minLength: 1, maxLength: 500 })
  .map((values) => values.map((fitness, index) => ({ evaluation: index + 1, candidate: index, fitness })));

describe("a thinned fitness chart", () => {
  it("has at most two points a pixel, all of them real, in order, the extremes among them", () => {
    fc.assert(
      fc.property(charts, fc.integer({ min: 1, max: 100 }), (points, width) => {
        const { points: thin } = fitnessSeries(points, width);
        assert.ok(thin.length <= 2 * width || thin.length === points.length);
        assert.deepEqual(
          thin,
          thin.filter((point) => points.includes(point)).sort((a, b) => a.evaluation - b.evaluation),
        );
        const fitness = (chart: typeof points) => chart.map((point) => point.fitness);
        assert.equal(Math.min(...fitness([...thin])), Math.min(...fitness(points)));
        assert.equal(Math.max(...fitness([...thin])), Math.max(...fitness(points)));
      }),
    );
  });

  it("keeps best-so-far exact", () => {
    fc.assert(
      fc.property(charts, fc.integer({ min: 1, max: 20 }), (points, width) => {
        const { best } = fitnessSeries(points, width);
        for (const { evaluation } of points) {
          const exact = Math.min(
            ...points.filter((point) => point.evaluation <= evaluation).map(({ fitness }) => fitness),
          );
          assert.equal(best.findLast((step) => step.evaluation <= evaluation)?.fitness, exact);
        }
      }),
    );
  });

  it("leaves a short chart as it is, and an empty one empty", () => {
    const points = [{ evaluation: 1, candidate: 0, fitness: 3 }];
    assert.deepEqual(fitnessSeries(points, 10), { points, best: [{ evaluation: 1, fitness: 3 }] });
    assert.deepEqual(fitnessSeries([], 10), { points: [], best: [] });
  });
});
