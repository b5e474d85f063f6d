import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { tableLines } from "../../../src/cli/output.ts";
import { plainLines, statusLine } from "../../../src/cli/progress/plain-lines.ts";
import { count, duration, fitnessText, percent } from "../../../src/protocol/text/numbers.ts";
import { runningSummary } from "../../support/cli-views.ts";

describe("plain output", () => {
  it("has one line for each generation, and no time in it", () => {
    const generation = { type: "generation", generations: 20, population: [1], best: 1 } as const;
    const events = [
      { sequence: 1, event: { type: "end", reason: "complete", best: 1, bestFitness: 7 } as const },
      { sequence: 2, event: { ...generation, generation: 3, bestFitness: 7.25, meanFitness: 8 } },
    ];
    assert.deepEqual(plainLines(events, runningSummary()), ["generation 3/20: best 7.25000, mean 8.00000"]);
  });

  it("tells a state with what it is about", () => {
    assert.equal(statusLine(runningSummary()), "running");
    const preparing = runningSummary({ state: "preparing", status: "Measuring importance.", evaluations: 0 });
    assert.equal(statusLine(preparing), "preparing: Measuring importance.");
    assert.equal(statusLine(runningSummary({ state: "finished" })), "finished, 170 evaluations in 1:25");
  });

  it("writes numbers as people read them", () => {
    assert.deepEqual([0, 59.6, 3725].map(duration), ["0:00", "1:00", "1:02:05"]);
    assert.deepEqual([999, 12_345, 4_500_000].map(count), ["999", "12.3k", "4.5M"]);
    assert.deepEqual([fitnessText(undefined), fitnessText(1.5), percent(0.305)], ["–", "1.50000", "30.5 %"]);
  });

  it("aligns tables without blanks at the ends of lines", () => {
    assert.deepEqual(
      tableLines([
        ["id", "state"],
        ["3fa4c1", "x"],
      ]),
      ["id      state", "3fa4c1  x"],
    );
  });
});
