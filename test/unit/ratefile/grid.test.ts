import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { planForRates, removedParameters } from "../../../src/pruning/plan.ts";
import { meanRate } from "../../../src/pruning/rates.ts";
import { prunableParameters } from "../../../src/pruning/shape.ts";
import { readRateDocument } from "../../../src/ratefile/document.ts";
import { applyEdits } from "../../../src/ratefile/edits.ts";
import { fixesOf } from "../../../src/ratefile/fixes/index.ts";
import { runnableRates } from "../../../src/ratefile/grid.ts";
import { modelOf, writtenFile } from "../../support/ratefile-arbitraries.ts";

/** Divides the 900 neurons of the layers. */
const grid = fc.constantFrom(2, 25, 50, 300);

describe("a file with a grid", () => {
  it("runs as a plan whose layers keep multiples of it", () => {
    fc.assert(
      fc.property(writtenFile, grid, (file, step) => {
        const { shape } = modelOf(file);
        const { value } = readRateDocument(file.text.replace("target", `grid: ${step}\ntarget`), modelOf(file));
        const runnable = runnableRates(value, shape);
        assert.ok(runnable);
        const plan = planForRates(shape, runnable.rates, runnable.target);
        assert.deepEqual(
          plan.filter(({ neurons }) => neurons % step !== 0),
          [],
        );
      }),
    );
  });

  it("is brought onto it by one fix, with its mean where a step can reach it", () => {
    fc.assert(
      fc.property(writtenFile, grid, (file, step) => {
        const model = modelOf(file);
        const text = file.text.replace("target", `grid: ${step}\ntarget`);
        const document = readRateDocument(text, model);
        const problem = document.problems.find(({ code }) => code === "grid-not-met");
        const fix = problem && fixesOf(document, problem)[0];
        if (!fix) return;
        const { value, problems } = readRateDocument(applyEdits(text, fix.edits), model);
        const left = problems.filter(({ code, range }) => code === "grid-not-met" && !isLocked(value, range.start));
        assert.deepEqual(left, []);
        // What the file says and what is run are one plan now, but for locked layers.
        const { rates } = runnableRates(value, model.shape) ?? { rates: [] };
        const plan = planForRates(model.shape, rates);
        const removed = removedParameters(model.shape, plan) / prunableParameters(model.shape);
        const written = value.layers.flatMap((entry) => entry?.rate ?? []);
        if (file.lockedLines.length > 0) return;
        const stepCost = (step * 4) / prunableParameters(model.shape);
        assert.ok(Math.abs(meanRate(model.shape, written) - removed) <= stepCost + 1e-5);
      }),
    );
  });
});

function isLocked(
  { entries }: { entries: readonly { range: { start: number }; locked: boolean }[] },
  start: number,
): boolean {
  return entries.some(({ range, locked }) => locked && range.start === start);
}
