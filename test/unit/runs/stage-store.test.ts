import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { evenlySpaced } from "../../../src/runs/stage-store.ts";
import type { ProposalTally, SearchEvent } from "../../../src/search/events.ts";
import { databaseWith, scoredInTurn, smallCandidate } from "../../support/scored-candidates.ts";

function generation(number: number, best: number, meanFitness = 9): SearchEvent {
  const population = [best, 0];
  return { type: "generation", generation: number, generations: 20, population, best, bestFitness: 2, meanFitness };
}

function proposals(request: number, accepted: number, faults: ProposalTally["duplicates"]): SearchEvent {
  return {
    type: "proposals",
    request,
    operator: "mutation",
    generation: request,
    tally: {
      requested: 10,
      accepted,
      repaired: 1,
      wrongLength: 0,
      outOfRange: 0,
      notANumber: 0,
      duplicates: faults,
      surplus: 0,
    },
    outcome: { calls: 1, inputTokens: 2, outputTokens: 3, money: 0.5, seconds: 4, faults: { prose: 1 } },
  };
}

describe("what is taken evenly of a list", () => {
  it("holds its first and last, in order, with gaps that differ by one at most", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 2, max: 50 }), (length, limit) => {
        const items = Array.from({ length }, (_, index) => index);
        const taken = evenlySpaced(items, limit);
        assert.equal(taken.length, Math.min(length, limit));
        assert.deepEqual([taken[0], taken.at(-1)], [items[0], items.at(-1)]);
        const gaps = taken.slice(1).map((item, index) => item - (taken[index] ?? 0));
        if (gaps.length > 0) assert.ok(Math.max(...gaps) - Math.min(...gaps) <= 1, gaps.join());
      }),
    );
  });

  it("is the last when there is room for one", () => {
    assert.deepEqual(evenlySpaced([1, 2, 3], 1), [3]);
  });
});

describe("stored generations", () => {
  const events = [
    ...scoredInTurn([5, 3]),
    generation(0, 1),
    { type: "candidate", candidate: smallCandidate(2, { rates: [{ attention: 0, mlp: 0.5 }] }) },
    { type: "evaluated", candidate: 2, windows: 2, fitness: 1, final: false, evaluations: 2.5 },
    proposals(0, 8, 2),
    // An infinite mean is null in its JSON.
    generation(1, 2, Number.POSITIVE_INFINITY),
    generation(2, 2, Number.MAX_VALUE),
  ] satisfies SearchEvent[];

  it("carry the rates of their best and the evaluations until then", () => {
    const database = databaseWith(events);
    assert.deepEqual(database.stages.generations("s", 10), [
      {
        generation: 0,
        evaluation: 2,
        best: 1,
        bestFitness: 2,
        meanFitness: 9,
        population: 2,
        rates: [{ attention: 0.125, mlp: 0.3 }],
      },
      {
        generation: 1,
        evaluation: 2.5,
        best: 2,
        bestFitness: 2,
        meanFitness: null,
        population: 2,
        rates: [{ attention: 0, mlp: 0.5 }],
      },
      {
        generation: 2,
        evaluation: 2.5,
        best: 2,
        bestFitness: 2,
        meanFitness: null,
        population: 2,
        rates: [{ attention: 0, mlp: 0.5 }],
      },
    ]);
  });

  it("are thinned, or the newest first", () => {
    const { stages } = databaseWith(events);
    const numbers = (rows: { generation: number }[]) => rows.map((row) => row.generation);
    assert.deepEqual(numbers(stages.generations("s", 2)), [0, 2]);
    assert.deepEqual(numbers(stages.newestGenerations("s", 2)), [2, 1]);
  });
});

describe("stored requests for offspring", () => {
  it("are the newest, in their order, and are counted all", () => {
    const { stages } = databaseWith([proposals(0, 8, 2), proposals(1, 7, 3), proposals(2, 6, 4)]);
    const { type: _, ...last } = proposals(2, 6, 4);
    assert.deepEqual(
      stages.proposals("s", 2).map(({ request }) => request),
      [1, 2],
    );
    assert.deepEqual(stages.proposals("s", 1), [last]);
    assert.deepEqual(stages.tally("s"), {
      requested: 30,
      accepted: 21,
      repaired: 3,
      wrongLength: 0,
      outOfRange: 0,
      notANumber: 0,
      duplicates: 9,
      surplus: 0,
    });
  });

  it("add up to nothing without an LLM", () => {
    assert.equal(databaseWith([]).stages.tally("s").requested, 0);
  });
});
