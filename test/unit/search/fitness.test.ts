import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fitnessOf } from "../../../src/search/fitness.ts";

describe("fitnessOf", () => {
  it("is the exponential of the mean loss for perplexity, and the mean for KL", () => {
    assert.equal(fitnessOf([10, 30], 10, "kl"), 2);
    assert.equal(fitnessOf([10, 30], 10, "perplexity"), Math.exp(2));
  });

  it("is the worst number there is for losses that overflowed", () => {
    for (const loss of [Number.NaN, Number.POSITIVE_INFINITY, 1e6]) {
      assert.equal(fitnessOf([loss], 1, "perplexity"), Number.MAX_VALUE);
    }
  });
});
