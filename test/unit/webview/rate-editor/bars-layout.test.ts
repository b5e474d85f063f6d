import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  type BarsLayout,
  barBox,
  columnOf,
  hitAt,
  layoutBars,
  nearestLayer,
  rateAt,
  rateOfPixels,
  scrollTo,
  seenLayers,
  segmentsOf,
  yOf,
} from "../../../../webview/rate-editor/model/bars-layout.ts";

const layouts = fc
  .record({
    layers: fc.integer({ min: 1, max: 1000 }),
    width: fc.integer({ min: 120, max: 3000 }),
    height: fc.integer({ min: 100, max: 900 }),
    ratio: fc.constantFrom(1, 1.25, 1.5, 2),
  })
  .map(({ layers, width, height, ratio }) => layoutBars(layers, width, height, ratio));
const rates = fc.integer({ min: 0, max: 1000 }).map((digits) => digits / 1000);

describe("layoutBars", () => {
  it("gives every layer a column that a pointer can hit, side by side, whatever the room", () => {
    fc.assert(
      fc.property(layouts, (layout) => {
        for (let layer = 0; layer < layout.layers; layer++) {
          const { x, width } = columnOf(layout, layer);
          assert.ok(width >= 3, `${width} pixels`);
          assert.ok(Math.abs(x + width - columnOf(layout, layer + 1).x) < 1e-9);
          assert.deepEqual(hitAt(layout, x + width / 2, layout.bottom - 1), { layer, zone: "bar" });
        }
      }),
      { numRuns: 40 },
    );
  });

  it("scrolls only what does not fit", () => {
    fc.assert(
      fc.property(layouts, (layout) => {
        const fits = layout.layers * 4 + layout.left + 10 <= layout.width;
        assert.equal(layout.contentWidth > layout.width, !fits);
      }),
    );
    assert.equal(layoutBars(32, 640, 400, 1).contentWidth, 640);
    assert.equal(layoutBars(126, 640, 400, 1).contentWidth, 640, "the largest models of today fit beside a text");
    assert.ok(layoutBars(1000, 640, 400, 1).contentWidth > 4000);
  });

  it("puts everything on whole device pixels", () => {
    fc.assert(
      fc.property(layouts, rates, (layout, rate) => {
        const layer = layout.layers - 1;
        const { x, y, width } = barBox(layout, layer, rate);
        for (const edge of [x, y, x + width]) {
          const device = edge * layout.ratio;
          // The axis and the head are whole CSS pixels, which fall between device pixels at odd ratios.
          assert.ok(Math.abs(device - Math.round(device)) < 1e-6 || layout.ratio % 1 !== 0, `${device}`);
        }
      }),
    );
  });

  it("has padlocks where columns have room for them", () => {
    assert.ok(layoutBars(5, 640, 400, 1).locks);
    assert.equal(layoutBars(126, 640, 400, 1).locks, undefined);
    const layout = layoutBars(5, 640, 400, 1);
    const { x, width } = columnOf(layout, 2);
    assert.deepEqual(hitAt(layout, x + width / 2, (layout.locks?.top ?? 0) + 2), { layer: 2, zone: "lock" });
  });
});

describe("rates and heights", () => {
  it("lead to each other to within a pixel", () => {
    fc.assert(
      fc.property(layouts, rates, (layout, rate) => {
        assert.ok(Math.abs(rateAt(layout, yOf(layout, rate)) - rate) <= rateOfPixels(layout, 1));
      }),
    );
  });

  it("end at 0 and 1, however far the pointer goes", () => {
    const layout = layoutBars(8, 500, 400, 1);
    assert.equal(rateAt(layout, -500), 1);
    assert.equal(rateAt(layout, 5000), 0);
    assert.equal(yOf(layout, 0), layout.bottom);
    assert.equal(yOf(layout, 1), layout.top);
  });
});

describe("hitAt", () => {
  it("finds nothing left of the bars, right of them and below", () => {
    const layout = layoutBars(4, 600, 400, 1);
    assert.equal(hitAt(layout, 10, 200), undefined);
    assert.equal(hitAt(layout, 599, 200), undefined);
    assert.equal(hitAt(layout, 100, layout.height + 5), undefined);
  });
});

describe("nearestLayer", () => {
  it("is that of the column, or the one at the end", () => {
    fc.assert(
      fc.property(layouts, fc.integer({ min: -2000, max: 9000 }), (layout, x) => {
        const layer = nearestLayer(layout, x);
        const hit = hitAt(layout, x, layout.bottom);
        assert.equal(layer, hit?.layer ?? (x < layout.left ? 0 : layout.layers - 1));
      }),
    );
  });
});

describe("segmentsOf", () => {
  const layout = layoutBars(8, 600, 400, 1);

  it("is one piece where attention and MLP have one rate, and for one part alone", () => {
    assert.equal(segmentsOf(layout, 0, { attention: 0.5, mlp: 0.5 }, "layer", 0.3).length, 1);
    const [mlp] = segmentsOf(layout, 0, { attention: 0.1, mlp: 0.5 }, "mlp", 0.3);
    assert.deepEqual([mlp?.y, mlp?.heat], [yOf(layout, 0.5), 4]);
  });

  it("stacks attention below MLP, together as high as the layer's rate", () => {
    fc.assert(
      fc.property(rates, rates, rates, (attention, mlp, share) => {
        const segments = segmentsOf(layout, 3, { attention, mlp }, "layer", share);
        const height = segments.reduce((sum, segment) => sum + segment.height, 0);
        assert.ok(Math.abs(height - (layout.bottom - yOf(layout, attention * share + mlp * (1 - share)))) < 1e-9);
        for (const [index, { y }] of segments.entries()) {
          const below = segments[index - 1];
          if (below) assert.ok(Math.abs(y + (segments[index]?.height ?? 0) - below.y) < 1e-9);
        }
      }),
    );
  });

  it("is coloured by the rate of each half", () => {
    const [below, above] = segmentsOf(layout, 0, { attention: 1, mlp: 0.1 }, "layer", 0.5);
    assert.deepEqual([below?.heat, above?.heat], [7, 0]);
  });
});

describe("scrolling", () => {
  const layout: BarsLayout = layoutBars(1000, 640, 400, 1);

  it("sees some hundred layers at once", () => {
    assert.equal(seenLayers(layout, 0).from, 0);
    const { from, to } = seenLayers(layout, 2000);
    assert.ok(from > 400 && to - from > 100 && to - from < 200, `${from} to ${to}`);
  });

  it("brings any layer into sight, and stays where it is seen already", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 0, max: 3400 }), (layer, scrolled) => {
        const to = scrollTo(layout, layer, scrolled);
        const { x, width } = columnOf(layout, layer);
        assert.ok(x - to >= layout.left && x + width - to <= layout.width, `${layer}: ${scrolled} → ${to}`);
        assert.equal(scrollTo(layout, layer, to), to);
      }),
    );
  });
});
