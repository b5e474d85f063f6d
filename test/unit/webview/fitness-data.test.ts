import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { wireFitness } from "../../../src/protocol/fitness.ts";
import type { ChartPoint, Fitness, ScoredCandidate } from "../../../src/protocol/runner.ts";
import type { Plan } from "../../../src/pruning/plan.ts";
import { bestSoFar, FitnessData } from "../../../webview/model/chart-data.ts";
import { Decimator } from "../../../webview/model/decimate.ts";
import { evaluationAxis } from "../../../webview/model/evaluation-axis.ts";
import { insertRanked, isBetter } from "../../../webview/model/fitness-order.ts";
import { beyondText, FitnessSpread, rangeOfAll } from "../../../webview/model/fitness-range.ts";
import { FoldedSearch } from "../../../webview/model/fold.ts";
import { record } from "../../support/webview-recording.ts";

const fitness = fc.oneof(
  { weight: 8, arbitrary: fc.double({ min: 0.01, max: 1e6, noNaN: true }) },
  { weight: 1, arbitrary: fc.constant<Fitness>(null) },
);

test("a thinned series keeps its lowest and highest point, its order, and its bound", () => {
  fc.assert(
    fc.property(
      fc.array(fitness, { minLength: 1, maxLength: 3000 }),
      fc.integer({ min: 2, max: 60 }),
      (values, most) => {
        const decimator = new Decimator(most);
        const points = values.map((value, index) => pointOf(value, index + 1));
        for (const point of points) decimator.add(point);
        const kept = decimator.points();
        assert.ok(kept.length <= 2 * most);
        const orders = kept.map(({ evaluation }) => evaluation);
        assert.deepEqual(
          orders,
          orders.toSorted((one, other) => one - other),
        );
        const lowest = points.reduce((one, other) => (isBetter(other.fitness, one.fitness) ? other : one));
        const highest = points.reduce((one, other) => (isBetter(one.fitness, other.fitness) ? other : one));
        assert.ok(kept.some((point) => point.fitness === lowest.fitness));
        assert.ok(kept.some((point) => point.fitness === highest.fitness));
      },
    ),
    { numRuns: 60 },
  );
});

test("few points are not thinned, fractions of evaluations among them", () => {
  const decimator = new Decimator(480);
  const points = Array.from({ length: 430 }, (_, index) => pointOf(5, 1 + index / 2));
  for (const point of points) decimator.add(point);
  assert.deepEqual(decimator.points(), points);
});

test("a ranked list is what sorting would give, equals in the order of their coming", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom<Fitness>(1, 2, 3, null), { maxLength: 60 }),
      fc.integer({ min: 1, max: 20 }),
      (values, limit) => {
        const list: ScoredCandidate[] = [];
        const all = values.map((value, id) => scored(value, id));
        for (const one of all) insertRanked(list, one, limit);
        const worth = ({ fitness: value }: ScoredCandidate) => value ?? Number.POSITIVE_INFINITY;
        const sorted = all.toSorted((one, other) => worth(one) - worth(other) || one.candidate.id - other.candidate.id);
        assert.deepEqual(list, sorted.slice(0, limit));
      },
    ),
  );
});

test("the largest number there is, and null, are no finite fitness", () => {
  assert.equal(wireFitness(Number.MAX_VALUE), null);
  assert.equal(wireFitness(null), null);
  assert.equal(wireFitness(7.25), 7.25);
});

test("an axis shows the mark and nine tenths of the points, and counts exactly what lies above it", () => {
  const mark = fc.option(fc.double({ min: 1, max: 100, noNaN: true }), { nil: undefined });
  fc.assert(
    fc.property(fc.array(fitness, { minLength: 1, maxLength: 300 }), mark, mark, (values, uniform, dense) => {
      const spread = new FitnessSpread();
      for (const value of values) spread.add(value);
      const { low, high, beyond, infinite } = spread.range({ mark: uniform, wish: dense });
      assert.ok(low < high);
      assert.ok(uniform === undefined || (uniform >= low && uniform <= high));
      const finite = values.filter((value) => value !== null);
      assert.ok(finite.every((value) => value >= low));
      assert.ok(finite.filter((value) => value <= high).length >= 0.9 * finite.length);
      assert.equal(beyond, values.filter((value) => value !== null && value > high).length);
      assert.equal(infinite, values.filter((value) => value === null).length);
    }),
  );
});

test("an axis reaches to the dense model where that leaves at least half of it to the candidates", () => {
  const axis = (dense: number, points = 50) => {
    const spread = new FitnessSpread();
    for (let index = 0; index < points; index++) spread.add(50 + index);
    return spread.range({ mark: 75, wish: dense });
  };
  assert.ok(axis(30).low <= 30);
  assert.ok(axis(4).low > 40);
  assert.ok(axis(0).low > 40);
  assert.ok(axis(4, 3).low <= 4, "few points say little");
});

test("an axis is logarithmic when its ends are far apart, and never when a divergence is zero", () => {
  assert.equal(rangeOfAll([10, 14]).logarithmic, false);
  assert.equal(rangeOfAll([10, 1000]).logarithmic, true);
  assert.equal(rangeOfAll([0, 1000]).logarithmic, false);
  assert.deepEqual(rangeOfAll([]), { low: 0, high: 1, logarithmic: false, beyond: 0, infinite: 0 });
});

test("what has no place on the axis is counted, the endless apart from the high", () => {
  const range = { low: 1, high: 2, logarithmic: false };
  assert.equal(beyondText({ ...range, beyond: 0, infinite: 0 }, "kl"), "");
  assert.equal(
    beyondText({ ...range, beyond: 1, infinite: 0 }, "kl"),
    "At the upper edge: 1 evaluation above the axis.",
  );
  assert.equal(
    beyondText({ ...range, beyond: 2, infinite: 1200 }, "perplexity"),
    "At the upper edge: 2 evaluations above the axis, 1,200 evaluations without a finite perplexity.",
  );
});

test("a candidate cut to pieces does not press the others into a line", () => {
  const spread = new FitnessSpread();
  for (let index = 0; index < 50; index++) spread.add(10 + index / 10);
  spread.add(1e9);
  const { high, beyond } = spread.range({ mark: 15, wish: 6 });
  assert.ok(high < 20);
  assert.equal(beyond, 1);
});

test("an axis of evaluations has room for all, ends where the search will, and grows seldom", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 200_000 }), fc.integer({ min: 1, max: 200_000 }), (newest, expected) => {
      const end = evaluationAxis(newest, expected);
      assert.ok(end >= newest);
      if (expected >= newest) assert.ok(end <= Math.max(10, expected));
    }),
  );
  const ends = new Set(Array.from({ length: 100_000 }, (_, newest) => evaluationAxis(newest, 100_000)));
  assert.ok(ends.size < 60, `${ends.size} ends`);
});

test("chart data that grew with its search are those of the whole search", async () => {
  const recording = await record({ generations: 6 });
  const total = recording.events.length;
  const growing = new FoldedSearch(recording.snapshotAt(0));
  const data = new FitnessData(growing);
  for (let from = 0; from < total; from += 7) {
    const batch = recording.batch(from, from + 7);
    assert.ok(batch.type === "events");
    growing.fold(batch);
    data.update();
  }
  const whole = new FitnessData(new FoldedSearch(recording.snapshotAt(total)));
  assert.deepEqual(data.series(), whole.series());
  assert.deepEqual(data.range(), whole.range());
  assert.equal(data.update(), false);
});

test("the keyboard goes from evaluation to evaluation and stops at the ends", async () => {
  const recording = await record({ generations: 1 });
  const model = new FoldedSearch(recording.snapshotAt(recording.events.length));
  const data = new FitnessData(model);
  const [first, second] = model.points;
  const last = model.points.at(-1);
  assert.equal(data.neighbour(undefined, 1), last);
  assert.equal(data.neighbour(undefined, Number.NEGATIVE_INFINITY), first);
  assert.equal(data.neighbour(first?.candidate, 1), second);
  assert.equal(data.neighbour(first?.candidate, -10), first);
  assert.equal(data.neighbour(first?.candidate, Number.POSITIVE_INFINITY), last);
});

test("best-so-far goes on to the newest evaluation", async () => {
  const recording = await record({ generations: 2 });
  const model = new FoldedSearch(recording.snapshotAt(recording.events.length));
  const line = bestSoFar(model);
  assert.equal(line.at(-1)?.evaluation, model.points.at(-1)?.evaluation);
  assert.equal(line.at(-1)?.fitness, model.best.at(-1)?.fitness);
  assert.deepEqual(bestSoFar(new FoldedSearch(recording.snapshotAt(0))), []);
});

function pointOf(value: Fitness, evaluation: number): ChartPoint {
  return { evaluation, candidate: evaluation, fitness: value, operator: "mutation", author: "llm", generation: 1 };
}

function scored(value: Fitness, id: number): ScoredCandidate {
  const plan: Plan = [];
  const candidate = {
    id,
    generation: 0,
    operator: "initial" as const,
    author: "llm" as const,
    parents: [],
    rates: [],
    plan,
    repair: 0,
  };
  return { candidate, fitness: value };
}
