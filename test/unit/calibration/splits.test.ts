import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { cutSplits, type SplitCounts } from "../../../src/calibration/splits.ts";
import { type WindowedText, windowText } from "../../../src/calibration/windows.ts";
import { numbers, numberTokenizer } from "../../support/number-text.ts";

/** A text of `count` windows of four tokens. */
function text(count: number, first = 0): WindowedText {
  return windowText(numbers(count * 4, first), numberTokenizer, { seqlen: 4, bos: false });
}

const all = { validation: undefined, test: undefined };

function sizes({ splits }: ReturnType<typeof cutSplits>): number[] {
  return Object.values(splits).map(({ windows }) => windows.count);
}

describe("splits", () => {
  it("of one text are contiguous ranges one after the other", () => {
    const counts = { calibration: 2, search: 3, validation: 1, test: 2 };
    const { splits, notes } = cutSplits({ search: text(10) }, counts);
    assert.deepEqual(
      Object.entries(splits).map(([name, { from, to }]) => [name, from, to]),
      [
        ["calibration", 0, 2],
        ["search", 2, 5],
        ["validation", 5, 6],
        ["test", 6, 8],
      ],
    );
    assert.deepEqual([...splits.validation.windows.tokens], [20, 21, 22, 23]);
    assert.deepEqual(notes, []);
  });

  it("are bounded when they are cut from the search text and nothing is said", () => {
    assert.deepEqual(sizes(cutSplits({ search: text(300) }, { calibration: 4, search: 4, ...all })), [4, 4, 64, 64]);
  });

  it("use all there is of a text of their own", () => {
    const texts = { search: text(10), validation: text(5, 1000), test: text(7, 2000) };
    const { splits, notes } = cutSplits(texts, { calibration: 4, search: 4, ...all });
    assert.deepEqual(sizes({ splits, notes }), [4, 4, 5, 7]);
    assert.deepEqual([splits.test.from, splits.test.to], [0, 7]);
    assert.equal(splits.test.text, texts.test.text);
    assert.deepEqual(notes, []);
  });

  it("share a text fairly and say what is short", () => {
    const cut = cutSplits({ search: text(40) }, { calibration: 32, search: 4, ...all });
    assert.deepEqual(sizes(cut), [12, 4, 12, 12]);
    assert.deepEqual(cut.notes, ["calibration uses 12 windows instead of 32: numbers 0-160 has 40 in all."]);
    const short = cutSplits({ search: text(40), test: text(3, 1000) }, { ...all, calibration: 1, search: 1, test: 5 });
    assert.deepEqual(short.notes, ["test uses 3 windows instead of 5: numbers 1000-1012 has 3 in all."]);
  });

  it("never share a window, never exceed what is wanted, and waste none that is wanted", () => {
    const count = fc.integer({ min: 1, max: 40 });
    const open = fc.option(count, { nil: undefined });
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 60 }),
        fc.record({ calibration: count, search: count, validation: open, test: open }),
        (windows, counts: SplitCounts) => {
          const cut = cutSplits({ search: text(windows) }, counts);
          const tokens = Object.values(cut.splits).flatMap((split) => [...split.windows.tokens]);
          assert.equal(new Set(tokens).size, tokens.length);
          const wanted = Object.values(counts).map((one) => one ?? Number.POSITIVE_INFINITY);
          const got = sizes(cut);
          assert.ok(got.every((size, index) => size >= 1 && size <= (wanted[index] ?? 0)));
          const totalWanted = wanted.reduce((sum, one) => sum + one, 0);
          assert.equal(tokens.length / 4, Math.min(windows, totalWanted));
        },
      ),
    );
  });

  it("refuse a text with fewer windows than splits", () => {
    const counts = { calibration: 1, search: 1, ...all };
    assert.throws(() => cutSplits({ search: text(3) }, counts), {
      name: "UserError",
      code: "text-too-short",
      message: /3 windows of 4 tokens.*calibration, search, validation, test/,
    });
    assert.deepEqual(sizes(cutSplits({ search: text(3), test: text(1, 1000) }, counts)), [1, 1, 1, 1]);
  });

  it("refuse the same window in two splits and name both texts", () => {
    const counts = { calibration: 2, search: 2, ...all };
    // Its windows are the sixth and seventh of the search text, which validation is cut from.
    assert.throws(() => cutSplits({ search: text(10), test: text(2, 20) }, counts), {
      name: "UserError",
      code: "splits-overlap",
      message: /Window 0 of numbers 20-28 \(test\) is also in numbers 0-40 \(validation\)/,
    });
    assert.equal(sizes(cutSplits({ search: text(4), validation: text(1, 80), test: text(2, 20) }, counts))[3], 2);
  });
});
