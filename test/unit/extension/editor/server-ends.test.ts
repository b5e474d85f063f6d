import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ServerEnds } from "../../../../src/extension/editor/server-ends.ts";

const MINUTE = 60_000;

describe("ServerEnds", () => {
  it("gives up at the fifth end within three minutes", () => {
    const ends = new ServerEnds();
    assert.deepEqual(
      [0, 1, 2, 3, 4].map((second) => ends.add(second * 1000)),
      [false, false, false, false, true],
    );
  });

  it("does not count what is long ago, or what was before a person started it again", () => {
    const ends = new ServerEnds();
    for (let minute = 0; minute < 20; minute++) assert.equal(ends.add(minute * MINUTE), false);
    ends.forget();
    assert.equal(ends.add(20 * MINUTE), false);
    assert.equal(ends.add(20 * MINUTE), false);
    assert.equal(ends.add(20 * MINUTE), false);
  });
});
