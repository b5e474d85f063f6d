import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { applyEdits } from "../../../src/ratefile/edits.ts";
import { changesBetween } from "../../../src/ratefile/text-changes.ts";

describe("changesBetween", () => {
  it("turns one text into the other", () => {
    const text = fc.array(fc.constantFrom("a", "b", "\n", "\r\n")).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, text, (before, after) => {
        assert.equal(applyEdits(before, changesBetween(before, after)), after);
      }),
    );
  });

  it("touches changed lines only", () => {
    assert.deepEqual(changesBetween("a\nb\nc\nd\n", "a\nB\nc\nD\n"), [
      { range: { start: 2, end: 4 }, text: "B\n" },
      { range: { start: 6, end: 8 }, text: "D\n" },
    ]);
    assert.deepEqual(changesBetween("a\nb\n", "a\nx\nb\n"), [{ range: { start: 2, end: 2 }, text: "x\n" }]);
    assert.deepEqual(changesBetween("a\n", "a\n"), []);
  });
});
