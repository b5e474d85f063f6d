import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { dealtRange, dealtWindows, gatherLosses, portionsOf } from "../../../src/evaluation/deal.ts";

const windowsOf = (count: number, length: number) => ({
  count,
  length,
  tokens: Int32Array.from({ length: count * length }, (_, index) => index),
});

/** Any number of windows and engines, and a range of the windows. */
const dealt = fc
  .record({
    count: fc.nat({ max: 40 }),
    engines: fc.integer({ min: 1, max: 9 }),
    length: fc.integer({ min: 1, max: 5 }),
    ends: fc.tuple(fc.nat({ max: 40 }), fc.nat({ max: 40 })),
  })
  .map(({ count, engines, length, ends: [one, other] }) => {
    const range = { from: Math.min(one, other, count), to: Math.min(Math.max(one, other), count) };
    return { windows: windowsOf(count, length), engines, range };
  });

describe("windows dealt to engines", () => {
  it("come back in order, whatever the range and the number of engines, and every engine gets its fair share", () => {
    fc.assert(
      fc.property(dealt, ({ windows, engines, range: { from, to } }) => {
        const { length } = windows;
        const shares = Array.from({ length: engines }, (_, engine) => {
          const share = dealtWindows(windows, engine, engines);
          const range = dealtRange({ from, to }, engine, engines);
          // The loss of a window is its first token here: what came from where shows.
          return Float64Array.from({ length: range.to - range.from }, (_, index) =>
            Number(share.tokens[(range.from + index) * length]),
          );
        });
        const expected = Array.from({ length: to - from }, (_, index) => (from + index) * length);
        assert.deepEqual(gatherLosses({ from, to }, shares), expected);
        const sizes = shares.map((share) => share.length);
        assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1);
      }),
    );
  });

  it("are all dealt, each once", () => {
    fc.assert(
      fc.property(dealt, ({ windows, engines }) => {
        const shares = Array.from({ length: engines }, (_, engine) => dealtWindows(windows, engine, engines));
        const tokens = shares.flatMap((share) => [...share.tokens]).sort((a, b) => a - b);
        assert.deepEqual(tokens, [...windows.tokens]);
      }),
    );
  });
});

describe("portionsOf", () => {
  it("cuts in order, all but the last of equal size", () => {
    const portions = portionsOf(windowsOf(5, 3), 2);
    assert.deepEqual(
      portions.map(({ count }) => count),
      [2, 2, 1],
    );
    assert.deepEqual(
      portions.flatMap(({ tokens }) => [...tokens]),
      [...windowsOf(5, 3).tokens],
    );
  });
});
