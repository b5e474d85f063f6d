import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { SearchWatch } from "../../../src/cli/progress/view.ts";
import type { NumberedEvent } from "../../../src/protocol/runner.ts";
import { densePlan } from "../../../src/pruning/plan.ts";
import { uniformRates } from "../../../src/pruning/rates.ts";
import type { SearchEvent } from "../../../src/search/events.ts";
import { runningSummary, searchDetail } from "../../support/cli-views.ts";

const { shape } = searchDetail;

function born(id: number, rate: number): SearchEvent {
  const rates = uniformRates(2, rate);
  const candidate = { id, generation: 0, operator: "initial", author: "llm", parents: [], rates } as const;
  return { type: "candidate", candidate: { ...candidate, plan: densePlan(shape), repair: 0 } };
}

function scored(candidate: number, fitness: number, final = true): SearchEvent {
  return { type: "evaluated", candidate, windows: 4, fitness, final, evaluations: 1 };
}

function numbered(events: readonly SearchEvent[]): NumberedEvent[] {
  return events.map((event, index) => ({ sequence: index + 1, event }));
}

describe("SearchWatch", () => {
  it("shows the rates of the best final candidate and the best of each generation", () => {
    const watch = new SearchWatch(searchDetail);
    assert.equal(watch.view.bestRates, undefined);
    const summary = runningSummary();
    const ended = { type: "generation", generations: 1, population: [1], best: 1, meanFitness: 9 } as const;
    watch.apply(
      numbered([
        born(0, 0.25),
        born(1, 0.5),
        born(2, 0.75),
        scored(0, 9),
        scored(1, 8),
        // The first windows of a race say little: they must not make a best.
        scored(2, 1, false),
        { ...ended, generation: 0, bestFitness: 8 },
      ]),
      summary,
    );
    assert.deepEqual(watch.view, { summary, bestByGeneration: [8], bestRates: [0.5, 0.5] });
    watch.apply([{ sequence: 8, event: scored(2, 7) }], summary);
    assert.deepEqual(watch.view.bestRates, [0.75, 0.75]);
  });
});
