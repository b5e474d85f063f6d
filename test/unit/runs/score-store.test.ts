import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { ChartPoint } from "../../../src/protocol/runner.ts";
import { databaseWith, scoredInTurn, smallCandidate } from "../../support/scored-candidates.ts";

const WORST = Number.MAX_VALUE;
/** Few different numbers, so that equals are common, and what is not finite. */
const fitnesses = fc.array(
  fc.oneof(fc.integer({ min: 1, max: 9 }), fc.double({ min: 1, max: 1000, noNaN: true }), fc.constant(WORST)),
  { minLength: 1, maxLength: 300 },
);

const value = ({ fitness }: Pick<ChartPoint, "fitness">): number => fitness ?? WORST;

describe("the chart of a stored search", () => {
  it("has at most two points a pixel, all of them real and in order, the extremes of each pixel among them", () => {
    fc.assert(
      fc.property(fitnesses, fc.integer({ min: 1, max: 60 }), (all, width) => {
        const database = databaseWith(scoredInTurn(all));
        const points = database.scores.chart("s", width);
        database.close();
        assert.ok(points.length <= 2 * width || points.length === all.length);
        assert.deepEqual(
          points.map((point) => value(point)),
          points.map(({ candidate }) => all[candidate]),
        );
        const places = points.map(({ evaluation }) => evaluation);
        assert.deepEqual(
          places,
          [...new Set(places)].sort((a, b) => a - b),
        );
        const pixel = (evaluation: number) =>
          Math.min(width - 1, Math.floor(((evaluation - 1) / Math.max(1, all.length - 1)) * width));
        for (let column = 0; column < width; column++) {
          const drawn = points.filter(({ evaluation }) => pixel(evaluation) === column).map(value);
          const real = all.filter((_, index) => pixel(index + 1) === column);
          assert.deepEqual([Math.min(...drawn), Math.max(...drawn)], [Math.min(...real), Math.max(...real)]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("keeps every improvement", () => {
    fc.assert(
      fc.property(fitnesses, (all) => {
        const database = databaseWith(scoredInTurn(all));
        const best = database.scores.improvements("s");
        database.close();
        const expected = all.flatMap((fitness, index) =>
          all.slice(0, index).every((earlier) => fitness < earlier) ? [index] : [],
        );
        assert.deepEqual(
          best.map(({ candidate }) => candidate),
          expected,
        );
      }),
      { numRuns: 60 },
    );
  });

  it("tells who wrote a point, and null where its fitness is not finite", () => {
    const candidate = smallCandidate(7, { operator: "crossover", author: "llm", generation: 3 });
    const evaluated = { type: "evaluated", candidate: 7, windows: 4, final: true } as const;
    const database = databaseWith([
      { type: "candidate", candidate },
      { ...evaluated, windows: 2, final: false, fitness: 5, evaluations: 0.5 },
      { ...evaluated, fitness: WORST, evaluations: 1 },
    ]);
    const point = { evaluation: 1, candidate: 7, fitness: null, operator: "crossover", author: "llm", generation: 3 };
    assert.deepEqual(database.scores.chart("s", 10), [point]);
    assert.deepEqual(database.scores.improvements("s"), [point]);
  });

  it("is empty before the first evaluation", () => {
    const database = databaseWith([{ type: "candidate", candidate: smallCandidate(0) }]);
    assert.deepEqual(database.scores.chart("s", 10), []);
    assert.deepEqual(database.scores.improvements("s"), []);
  });
});

describe("the best candidates of a stored search", () => {
  it("come best first, the elder first among equals, those without a number last", () => {
    const database = databaseWith(scoredInTurn([3, WORST, 2, 3, 1]));
    const ids = (limit: number) => database.scores.top("s", limit).map(({ candidate }) => candidate.id);
    assert.deepEqual(ids(10), [4, 2, 0, 3, 1]);
    assert.deepEqual(ids(2), [4, 2]);
    assert.equal(database.scores.top("s", 10).at(-1)?.fitness, null);
  });

  it("are whole, and have no fitness before they were evaluated on all windows", () => {
    const scored = smallCandidate(0, { parents: [2, 1], request: 4, repair: 0.25 });
    const database = databaseWith([
      { type: "candidate", candidate: scored },
      { type: "evaluated", candidate: 0, windows: 4, fitness: 3, final: true, evaluations: 1 },
      { type: "candidate", candidate: smallCandidate(1) },
      { type: "evaluated", candidate: 1, windows: 1, fitness: 2, final: false, evaluations: 1.25 },
    ]);
    assert.deepEqual(database.scores.top("s", 10), [{ candidate: scored, fitness: 3 }]);
    assert.deepEqual([database.scores.fitness("s", 0), database.scores.fitness("s", 1)], [3, undefined]);
  });
});
