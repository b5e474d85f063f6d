import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { singleFlight } from "../../../src/extension/single-flight.ts";

describe("a call of which one at a time is under way", () => {
  it("is made once for all who ask meanwhile, and again afterwards, also when it failed", async () => {
    let calls = 0;
    const act = singleFlight(async () => {
      calls += 1;
      if (calls === 1) throw new Error("no room");
      return calls;
    });
    const [one, other] = await Promise.allSettled([act(), act()]);
    assert.deepEqual([one.status, other.status, calls], ["rejected", "rejected", 1]);
    assert.deepEqual(await Promise.all([act(), act()]), [2, 2]);
    assert.equal(await act(), 3);
  });
});
