import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { planForRates } from "../../../src/pruning/plan.ts";
import { type RateVector, uniformRates } from "../../../src/pruning/rates.ts";
import type { ModelShape } from "../../../src/pruning/shape.ts";
import { ShownRates, shownRatesOf } from "../../../webview/model/candidate-rates.ts";
import { FoldedSearch } from "../../../webview/model/fold.ts";
import { moved } from "../../../webview/model/heatmap-cursor.ts";
import { boxOf, cellAt, labelledLayers, labelledRows, layoutHeatmap } from "../../../webview/model/heatmap-layout.ts";
import { colourIndices, paintCells, pixelsOf } from "../../../webview/model/heatmap-paint.ts";
import {
  ceilingOf,
  cellLines,
  generationRows,
  type Heat,
  type HeatRow,
  populationRows,
  sameHeat,
} from "../../../webview/model/heatmap-rows.ts";
import { record } from "../../support/webview-recording.ts";

const shape: ModelShape = {
  layers: Array.from({ length: 4 }, () => ({ groups: 4, groupParameters: 1000, neurons: 100, neuronParameters: 60 })),
};

const row = (values: readonly number[], key = 0): HeatRow => ({
  key,
  candidate: key,
  label: String(key),
  heading: `Candidate ${key}`,
  fitness: 1,
  values,
  plan: () => values.map(() => ({ groups: 1, neurons: 2048 })),
});

const heat = (rows: readonly HeatRow[], ceiling = 1): Heat => ({
  rows,
  layers: rows[0]?.values.length ?? 0,
  part: "layer",
  ceiling,
});

const sizes = fc.record({
  rows: fc.integer({ min: 1, max: 400 }),
  layers: fc.integer({ min: 1, max: 130 }),
  width: fc.integer({ min: 60, max: 3000 }),
  ratio: fc.constantFrom(1, 1.25, 1.5, 2, 3),
});

describe("layout of a heatmap", () => {
  it("shares the width among the columns to within a pixel, in whole pixels", () => {
    fc.assert(
      fc.property(sizes, ({ rows, layers, width, ratio }) => {
        const { edges, plot, rowHeight } = layoutHeatmap(rows, layers, width, ratio);
        const widths = edges.slice(1).map((edge, index) => edge - (edges[index] ?? 0));
        assert.equal(edges.at(-1), plot.width);
        assert.ok(Math.max(...widths) - Math.min(...widths) <= 1 && Math.min(...widths) >= 1);
        for (const value of [...edges, plot.x, plot.width, plot.height, rowHeight]) assert.ok(Number.isInteger(value));
      }),
    );
  });

  it("fits the width that there is wherever each column can have a pixel", () => {
    fc.assert(
      fc.property(sizes, ({ rows, layers, width, ratio }) => {
        const layout = layoutHeatmap(rows, layers, width, ratio);
        return layout.width <= Math.max(width * ratio, layout.plot.x + layers + 13 * ratio);
      }),
    );
  });

  it("finds every cell under its own middle and its corners, and none beside", () => {
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), ({ rows, layers, width, ratio }, anyRow, anyLayer) => {
        const layout = layoutHeatmap(rows, layers, width, ratio);
        const cell = { row: anyRow % rows, layer: anyLayer % layers };
        const { x, y, width: wide, height } = boxOf(layout, cell);
        const at = (right: number, down: number) => cellAt(layout, (x + right) / ratio, (y + down) / ratio);
        assert.deepEqual(at(wide / 2, height / 2), cell);
        assert.deepEqual(at(0.01, 0.01), cell);
        assert.deepEqual(at(wide - 0.01, height - 0.01), cell);
        assert.equal(cellAt(layout, (layout.plot.x - 1) / ratio, y / ratio), undefined);
        assert.equal(cellAt(layout, x / ratio, (layout.plot.y + layout.plot.height + 1) / ratio), undefined);
        assert.equal(cellAt(layout, (layout.plot.x + layout.plot.width + 1) / ratio, y / ratio), undefined);
      }),
    );
  });

  it("numbers large cells and leaves no gaps between small ones", () => {
    const large = layoutHeatmap(10, 5, 600, 2);
    assert.ok(large.numbered && large.gap === 2);
    const small = layoutHeatmap(200, 126, 600, 1);
    assert.ok(!small.numbered && small.gap === 0);
    assert.ok(small.height <= 200 * 2 + 30);
  });

  it("labels what has room, beginning with the first", () => {
    assert.deepEqual(labelledRows(layoutHeatmap(5, 5, 600, 1)), [0, 1, 2, 3, 4]);
    assert.deepEqual(labelledRows(layoutHeatmap(200, 32, 600, 1)).slice(0, 3), [0, 7, 14]);
    assert.deepEqual(labelledLayers(126, 532, 1).slice(0, 3), [0, 10, 20]);
    assert.deepEqual(labelledLayers(12, 532, 1).slice(0, 3), [0, 1, 2]);
  });

  it("has nothing to find where there are no rows", () => {
    assert.equal(cellAt(layoutHeatmap(0, 5, 600, 1), 100, 1), undefined);
  });
});

describe("cells of a heatmap", () => {
  const scale = Array.from({ length: 256 }, (_, index) => [index, 0, 0] as const);
  const pixels = pixelsOf(scale);

  it("get the colour of their value everywhere in their box, and the gaps none", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 100, max: 900 }),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (rows, layers, width, numbers) => {
          const made = heat(Array.from({ length: rows }, (_, key) => row([...numbers.take(layers)], key)));
          const layout = layoutHeatmap(rows, layers, width, 1);
          const into = new Uint32Array(layout.plot.width * layout.plot.height);
          const indices = colourIndices(made);
          paintCells(layout, indices, pixels, into);
          for (let pixel = 0; pixel < into.length; pixel++) {
            const [x, y] = [pixel % layout.plot.width, Math.floor(pixel / layout.plot.width)];
            const cell = cellAt(layout, layout.plot.x + x + 0.5, layout.plot.y + y + 0.5) ?? { row: -1, layer: -1 };
            const box = boxOf(layout, cell);
            const inGap =
              x + layout.plot.x >= box.x + box.width - layout.gap ||
              y + layout.plot.y >= box.y + box.height - layout.gap;
            const red = (into[pixel] ?? 0) & 255;
            const wanted = inGap ? 0 : (255 << 24) | (indices[cell.row * layers + cell.layer] ?? 0);
            assert.equal(into[pixel], wanted >>> 0, `pixel ${x},${y} is ${red}`);
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  it("reach the strong end of the scale at the ceiling", () => {
    assert.deepEqual([...colourIndices(heat([row([0, 0.2, 0.4, 0.9])], 0.4))], [0, 128, 255, 255]);
  });

  it("draw 200 rows of 126 layers within 4 ms", () => {
    const made = heat(
      Array.from({ length: 200 }, (_, key) =>
        row(
          Array.from({ length: 126 }, (_, layer) => layer / 126),
          key,
        ),
      ),
    );
    const layout = layoutHeatmap(200, 126, 1100, 2);
    const into = new Uint32Array(layout.plot.width * layout.plot.height);
    const times = Array.from({ length: 30 }, () => {
      const start = performance.now();
      paintCells(layout, colourIndices(made), pixels, into);
      return performance.now() - start;
    });
    assert.ok(Math.min(...times) < 4, `${Math.min(...times)} ms`);
  });
});

describe("rows of a heatmap", () => {
  const shown = new ShownRates(shape, 0.25);
  const rates: RateVector = uniformRates(4, 0.3);

  it("show the written rate of a layer and what the plan removes of its halves", () => {
    const plan = planForRates(shape, rates, 0.3);
    const own = new ShownRates(shape, 0.3);
    assert.deepEqual(own.values(rates, "layer"), [0.3, 0.3, 0.3, 0.3]);
    // One of four groups: the neurons make up for the rest of the 30 %.
    assert.deepEqual(own.values(rates, "attention", plan), [0.25, 0.25, 0.25, 0.25]);
    for (const value of own.values(rates, "mlp", plan)) assert.ok(value > 0.3 && value < 0.35, String(value));
    assert.deepEqual(own.planOf(rates), plan);
  });

  it("are worked out once", () => {
    assert.equal(shown.values(rates, "layer"), shown.values(rates, "layer"));
    assert.equal(shown.values(rates, "mlp"), shown.values(rates, "mlp"));
    assert.notEqual(shown.values(rates, "mlp"), shown.values(rates, "attention"));
  });

  it("of generations with the same best candidate share its values", async () => {
    const recording = await record({ layers: 5, generations: 12 });
    const search = new FoldedSearch(recording.snapshotAt(recording.events.length));
    const rows = generationRows(search, shownRatesOf(search.detail), "mlp");
    const best = new Map(rows.map(({ candidate, values }) => [candidate, values]));
    assert.ok(best.size < rows.length);
    for (const { candidate, values } of rows) assert.equal(values, best.get(candidate));
    const [population] = populationRows(search, shownRatesOf(search.detail), "mlp", 5);
    assert.equal(population?.values, rows.at(-1)?.values);
    assert.deepEqual(rows.at(-1)?.plan(), search.top[0]?.candidate.plan);
  });

  it("share a ceiling that is easy to read off", () => {
    assert.equal(ceilingOf([row([0.1, 0.52])], [row([0.3])]), 0.6);
    assert.equal(ceilingOf([row([1])]), 1);
    assert.equal(ceilingOf([row([0.3])]), 0.3);
    assert.equal(ceilingOf([]), 0.05);
  });

  it("look the same only with the same values in the same places", () => {
    const [one, other] = [row([0.1, 0.2], 1), row([0.1, 0.3], 2)];
    assert.equal(sameHeat(heat([one, other]), heat([one, other])), true);
    assert.equal(sameHeat(heat([one, other]), heat([other, one])), false);
    assert.equal(sameHeat(heat([one]), heat([one, other])), false);
    assert.equal(sameHeat(heat([one]), heat([{ ...one, label: "9" }])), false);
    assert.equal(sameHeat(heat([one], 0.5), heat([one], 1)), false);
    assert.equal(sameHeat(undefined, heat([one])), false);
  });

  it("say in words what a cell shows", () => {
    assert.deepEqual(cellLines(heat([row([0.1, 0.31254])]), row([0.1, 0.31254]), 1), [
      "Candidate 0",
      "Layer 1: 31.25 % of the layer removed",
      "keeps 1 KV group and 2,048 neurons",
    ]);
  });
});

describe("the cursor of a heatmap", () => {
  const at = { row: 3, layer: 4 };

  it("moves by the keys of a grid", () => {
    const keys = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "PageUp", "PageDown", "Home", "End"];
    assert.deepEqual(
      keys.map((key) => moved(at, key, false, 30, 10)).map((cell) => [cell?.row, cell?.layer]),
      [
        [2, 4],
        [4, 4],
        [3, 3],
        [3, 5],
        [0, 4],
        [13, 4],
        [3, 0],
        [3, 9],
      ],
    );
    assert.deepEqual(moved(at, "Home", true, 30, 10), { row: 0, layer: 0 });
    assert.deepEqual(moved(at, "End", true, 30, 10), { row: 29, layer: 9 });
  });

  it("leaves other keys alone, and an empty heatmap", () => {
    assert.equal(moved(at, "a", false, 30, 10), undefined);
    assert.equal(moved(at, "ArrowUp", false, 0, 10), undefined);
  });

  it("never leaves the heatmap", () => {
    const keys = fc.array(
      fc.tuple(fc.constantFrom("ArrowUp", "ArrowDown", "ArrowLeft", "PageDown", "End"), fc.boolean()),
    );
    fc.assert(
      fc.property(keys, fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 }), (pressed, rows, layers) => {
        let cell = { row: 0, layer: 0 };
        for (const [key, ctrl] of pressed) cell = moved(cell, key, ctrl, rows, layers) ?? cell;
        return cell.row >= 0 && cell.row < rows && cell.layer >= 0 && cell.layer < layers;
      }),
    );
  });
});
