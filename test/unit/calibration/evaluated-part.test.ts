import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { evaluatedPart } from "../../../src/calibration/evaluated-part.ts";
import { type WindowedText, windowText } from "../../../src/calibration/windows.ts";
import { numbers, numberTokenizer } from "../../support/number-text.ts";

/** A text of `count` windows of four tokens. */
function text(count: number, first = 0): WindowedText {
  return windowText(numbers(count * 4, first), numberTokenizer, { seqlen: 4, bos: false });
}

function ranges({ evaluated, calibration }: ReturnType<typeof evaluatedPart>) {
  return { evaluated: [evaluated.from, evaluated.to], calibration: [calibration.from, calibration.to] };
}

describe("evaluatedPart", () => {
  const counts = { evaluated: undefined, calibration: 3 };

  it("keeps the end of the text for calibration when there is no other text", () => {
    const apart = { evaluated: [0, 17], calibration: [17, 20] };
    assert.deepEqual(ranges(evaluatedPart(text(20), undefined, counts)), apart);
    assert.deepEqual(ranges(evaluatedPart(text(20), text(20), counts)), apart);
  });

  it("never takes more than a quarter, nor more than is asked to be evaluated", () => {
    assert.deepEqual(ranges(evaluatedPart(text(8), undefined, counts)), { evaluated: [0, 6], calibration: [6, 8] });
    const few = evaluatedPart(text(20), undefined, { ...counts, evaluated: 5 });
    assert.deepEqual(ranges(few), { evaluated: [0, 5], calibration: [17, 20] });
  });

  it("evaluates the whole text when calibration has its own", () => {
    const part = evaluatedPart(text(6), text(9, 1000), counts);
    assert.deepEqual(ranges(part), { evaluated: [0, 6], calibration: [0, 3] });
  });

  it("refuses a text that leaves nothing to evaluate, and texts that share a window", () => {
    assert.throws(() => evaluatedPart(text(1), undefined, counts), { code: "text-too-short" });
    assert.throws(() => evaluatedPart(text(6), text(9), counts), { code: "splits-overlap" });
  });
});
