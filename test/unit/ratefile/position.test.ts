import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { positionsOf } from "../../../src/ratefile/position.ts";

describe("positionsOf", () => {
  it("counts lines and columns from 1", () => {
    const position = positionsOf("ab\n\ncd");
    assert.deepEqual([0, 2, 3, 4, 6].map(position), [
      { line: 1, column: 1 },
      { line: 1, column: 3 },
      { line: 2, column: 1 },
      { line: 3, column: 1 },
      { line: 3, column: 3 },
    ]);
  });

  it("agrees with counting the line breaks", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "\n", "\r\n", "é")), fc.nat(40), (parts, at) => {
        const text = parts.join("");
        const offset = Math.min(at, text.length);
        const before = text.slice(0, offset).split("\n");
        assert.deepEqual(positionsOf(text)(offset), { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 });
      }),
    );
  });
});
