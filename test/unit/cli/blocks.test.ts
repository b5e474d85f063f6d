import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { bar, resample, shares, sparkline } from "../../../src/cli/progress/blocks.ts";

describe("blocks", () => {
  it("fill a bar and never overflow it", () => {
    assert.equal(bar(0.5, 4), "██░░");
    assert.equal(bar(7, 4), "████");
    assert.equal(bar(Number.NaN, 4), "░░░░");
  });

  it("scale a sparkline to its values, and shares to 0 and 1", () => {
    assert.equal(sparkline([3, 2, 1], 10), "█▅▁");
    assert.equal(sparkline([2, 2], 10), "▁▁");
    assert.equal(shares([0, 0.5, 1], 10), "▁▅█");
  });

  it("resample keeps the mean of equal buckets and the bounds of any", () => {
    assert.deepEqual(resample([1, 3, 5, 7], 2), [2, 6]);
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }),
        fc.integer({ min: 1, max: 50 }),
        (values, width) => {
          const shown = resample(values, width);
          assert.equal(shown.length, Math.min(width, values.length));
          // Averaging equal numbers may round in the last bit.
          const slack = 1e-12;
          assert.ok(Math.min(...shown) >= Math.min(...values) - slack);
          assert.ok(Math.max(...shown) <= Math.max(...values) + slack);
        },
      ),
    );
  });
});
