import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { decimals, movedBy, painted, settingsOf, without } from "../../../../webview/rate-editor/model/gesture.ts";
import { intentOf, type Key } from "../../../../webview/rate-editor/model/keys.ts";
import { partRate, withValues } from "../../../../webview/rate-editor/model/layer-values.ts";
import {
  allOf,
  extendedTo,
  inOrder,
  isSame,
  only,
  these,
  toggled,
  within,
} from "../../../../webview/rate-editor/model/selection.ts";
import { typedRate, whyNoRate } from "../../../../webview/rate-editor/model/typed-rate.ts";

const rate = fc.integer({ min: 0, max: 1000 }).map((digits) => digits / 1000);

describe("movedBy", () => {
  it("moves all by one amount as far as 0 and 1 allow, in the decimals of the gesture", () => {
    const moved = movedBy(
      new Map([
        [0, 0.28512],
        [1, 0.95],
      ]),
      0.1,
      decimals.coarse,
    );
    assert.deepEqual([...moved.values()], [0.385, 1]);
    assert.equal(movedBy(new Map([[0, 0.28512]]), 0.01, decimals.keys).get(0), 0.29512);
  });

  it("leaves rates as they are written when they do not move", () => {
    assert.equal(movedBy(new Map([[0, 0.28512]]), 0, decimals.coarse).get(0), 0.28512);
  });
});

describe("painted", () => {
  it("leaves no gap, however fast the pointer is, and stays between its places", () => {
    const place = fc.record({ layer: fc.integer({ min: 0, max: 200 }), rate });
    fc.assert(
      fc.property(place, place, (from, to) => {
        const rates = painted(new Map(), from, to);
        assert.equal(rates.size, Math.abs(from.layer - to.layer) + 1);
        assert.equal(rates.get(to.layer), to.rate);
        const [low, high] = [Math.min(from.rate, to.rate), Math.max(from.rate, to.rate)];
        assert.ok([...rates.values()].every((each) => each >= low && each <= high));
      }),
    );
  });

  it("keeps what was painted before", () => {
    assert.deepEqual(
      [...painted(new Map([[7, 0.5]]), { layer: 1, rate: 0 }, { layer: 2, rate: 0.2 })],
      [
        [7, 0.5],
        [1, 0],
        [2, 0.2],
      ],
    );
  });
});

describe("settingsOf", () => {
  it("says each rate once", () => {
    const rates = new Map([
      [0, 0.3],
      [1, 0.4],
      [2, 0.3],
    ]);
    assert.deepEqual(settingsOf(rates), [
      { layers: [0, 2], rate: 0.3 },
      { layers: [1], rate: 0.4 },
    ]);
    assert.deepEqual([...without(rates, (layer) => layer === 1).keys()], [0, 2]);
  });
});

describe("withValues", () => {
  it("gives a part the rate that was set, whatever its halves were, as far as 0 and 1 allow", () => {
    fc.assert(
      fc.property(rate, rate, rate, rate, (attention, mlp, share, value) => {
        const layer = { rate: { attention, mlp }, locked: false, removes: undefined };
        const [half] = withValues([layer], new Map([[0, value]]), "mlp", [share]);
        assert.deepEqual(half?.rate, { attention, mlp: value });
        const [whole] = withValues([layer], new Map([[0, value]]), "layer", [share]);
        assert.ok(whole?.rate);
        const isFree = whole.rate.attention > 0 && whole.rate.attention < 1 && whole.rate.mlp > 0 && whole.rate.mlp < 1;
        if (isFree || attention === mlp) assert.ok(Math.abs(partRate(whole.rate, "layer", share) - value) < 1e-9);
      }),
    );
  });
});

describe("the selection", () => {
  it("is extended from where it began, both ways", () => {
    const forth = extendedTo(only(4), 6);
    assert.deepEqual(inOrder(forth.layers), [4, 5, 6]);
    assert.deepEqual(inOrder(extendedTo(forth, 2).layers), [2, 3, 4]);
  });

  it("takes layers in and out, and is never empty", () => {
    const two = toggled(only(4), 9);
    assert.deepEqual(inOrder(two.layers), [4, 9]);
    assert.deepEqual(inOrder(toggled(two, 9).layers), [4]);
    assert.deepEqual(inOrder(toggled(only(4), 4).layers), [4]);
  });

  it("stays inside a file that has fewer layers now", () => {
    const selection = within(allOf(only(7), 10), 3);
    assert.deepEqual([inOrder(selection.layers), selection.focus], [[0, 1, 2], 2]);
    assert.deepEqual(inOrder(within(only(7), 3).layers), [2]);
    assert.equal(these([]), undefined);
    assert.ok(isSame(only(3), only(3)) && !isSame(only(3), extendedTo(only(3), 4)));
  });
});

describe("keys", () => {
  const press = (key: string, others: Partial<Key> = {}) =>
    intentOf({ key, shiftKey: false, altKey: false, mod: false, ...others });

  it("step, walk, lock, drop and type", () => {
    assert.deepEqual(press("ArrowUp"), { kind: "step", by: 0.01 });
    assert.deepEqual(press("ArrowDown", { shiftKey: true }), { kind: "step", by: -0.001 });
    assert.deepEqual(press("PageUp"), { kind: "step", by: 0.1 });
    assert.deepEqual(press("ArrowLeft", { shiftKey: true }), { kind: "move", by: -1, extend: true });
    assert.deepEqual(press("Home"), { kind: "set", rate: 0 });
    assert.deepEqual(press("d"), press("Delete"));
    assert.deepEqual(press("L"), { kind: "lock" });
    assert.deepEqual(press("7"), { kind: "number", text: "7" });
    assert.deepEqual(press(".", {}), { kind: "number", text: "." });
  });

  it("undo, redo and save as anywhere", () => {
    assert.deepEqual(press("z", { mod: true }), { kind: "undo" });
    assert.deepEqual(press("Z", { mod: true, shiftKey: true }), { kind: "redo" });
    assert.deepEqual(press("s", { mod: true }), { kind: "save" });
  });

  it("leave others to VS Code", () => {
    for (const [key, others] of [
      ["p", { mod: true }],
      ["7", { mod: true }],
      ["ArrowUp", { altKey: true }],
      ["Tab", {}],
      ["F1", {}],
    ] as const) {
      assert.equal(press(key, others), undefined, key);
    }
  });
});

describe("a typed rate", () => {
  it("is a fraction, a percentage or drop", () => {
    const read = ["0.25", ".25", "0,25", "25 %", "25%", " drop ", "1", "0"].map(typedRate);
    assert.deepEqual(read, [0.25, 0.25, 0.25, 0.25, 0.25, 1, 1, 0]);
  });

  it("is nothing else, and it is said why", () => {
    for (const text of ["", "30", "-0.1", "1.01", "101 %", "a", "0.1.2", "1e-3"])
      assert.equal(typedRate(text), undefined, text);
    assert.match(whyNoRate("30"), /30 % for a percentage/);
    assert.match(whyNoRate("x"), /0 to 1/);
  });
});
