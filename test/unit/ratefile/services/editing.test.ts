import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { layerRate, meanRate } from "../../../../src/pruning/rates.ts";
import { type RateDocument, readRateDocument } from "../../../../src/ratefile/document.ts";
import { applyEdits, type TextEdit } from "../../../../src/ratefile/edits.ts";
import { completeRates } from "../../../../src/ratefile/rate-file.ts";
import { layerProfile } from "../../../../src/ratefile/services/layer-profile.ts";
import { refactoringsAt } from "../../../../src/ratefile/services/refactorings.ts";
import { setLayerRate } from "../../../../src/ratefile/services/set-layer-rate.ts";
import { setLocks } from "../../../../src/ratefile/services/set-locks.ts";
import { modelOf, writtenFile } from "../../../support/ratefile-arbitraries.ts";
import { equalLayers } from "../../../support/ratefile-shapes.ts";

const text = `model: m
target: 0.3
layers:
  0: 0.30000
  1-4: 0.30000 # four
  5: { attention: 0.20000, mlp: 0.40000 }
  6: 0.25000 # lock
`;

function documentOf(source: string, layers = 7): RateDocument {
  return readRateDocument(source, { name: "m", shape: equalLayers(layers), parameterBytes: 2 });
}

/** The lines of the layers after edits. */
function linesAfter(source: string, edits: readonly TextEdit[]): string[] {
  return applyEdits(source, edits).split("\n").slice(3, -1);
}

describe("keys that would be longer than YAML allows", () => {
  const even = Array.from({ length: 500 }, (_, index) => `  ${2 * index}: 0.10000 # lock\n`).join("");
  const source = `model: m\ntarget: 0.2\nlayers:\n${even}  0-999: 0.30000\n`;
  const document = readRateDocument(source);
  const rest = Array.from({ length: 499 }, (_, index) => 2 * index + 3);

  it("become several lines when a layer gets a rate of its own, or a lock", () => {
    const dragged = readRateDocument(applyEdits(source, setLayerRate(document, [1], 0.5)));
    assert.deepEqual(
      rest.map((layer) => dragged.value.layers[layer]?.rate?.mlp),
      rest.map(() => 0.3),
    );
    for (const [layers, others] of [
      [[1], rest],
      [rest, [1]],
    ] as const) {
      const locked = readRateDocument(applyEdits(source, setLocks(document, layers, true)));
      assert.deepEqual(
        locked.problems.filter(({ code }) => code === "yaml-syntax"),
        [],
      );
      assert.ok(layers.every((layer) => locked.value.layers[layer]?.locked));
      assert.ok(others.every((layer) => locked.value.layers[layer]?.locked === false));
    }
  });
});

describe("setLayerRate", () => {
  it("changes one line, or splits a range", () => {
    const document = documentOf(text);
    assert.deepEqual(setLayerRate(document, [0], 0.3), []);
    assert.deepEqual(setLayerRate(document, [0], 0.31), [{ range: { start: 34, end: 41 }, text: "0.31000" }]);
    assert.deepEqual(linesAfter(text, setLayerRate(document, [2, 3], 1)).slice(1, 4), [
      "  1: 0.30000 # four",
      "  2-3: drop",
      "  4: 0.30000",
    ]);
    assert.deepEqual(
      linesAfter(text, setLayerRate(document, [0], { attention: 0, mlp: 0.4 }))[0],
      "  0: { attention: 0.00000, mlp: 0.40000 }",
    );
  });

  it("moves both halves to the nearest rates that come to the layer's", () => {
    const after = linesAfter(text, setLayerRate(documentOf(text), [5], 0.45));
    // A quarter of a layer is attention: 0.2 / 4 + 0.4 · 3 / 4 = 0.35, a tenth more on both.
    assert.equal(after[2], "  5: { attention: 0.30000, mlp: 0.50000 }");
  });

  it("keeps the mean: the others give way by one amount, locked and held layers do not", () => {
    const edits = setLayerRate(documentOf(text), [0], 0.5, { keepMean: 0.3, held: [1] });
    const after = linesAfter(text, edits);
    assert.equal(after[0], "  0: 0.50000");
    assert.deepEqual(after.slice(1, 3), ["  1: 0.30000 # four", "  2-4: 0.25000"]);
    assert.equal(after[3], "  5: { attention: 0.15000, mlp: 0.35000 }");
    assert.equal(after[4], "  6: 0.25000 # lock");
  });

  it("sets and keeps exactly, whatever the file", () => {
    const draw = fc.record({
      layer: fc.nat(30),
      rate: fc.integer({ min: 0, max: 100_000 }).map((units) => units / 100_000),
    });
    fc.assert(
      fc.property(writtenFile, draw, (file, { layer, rate }) => {
        const model = modelOf(file);
        const document = readRateDocument(file.text, model);
        const before = completeRates(document.value);
        const mean = before && meanRate(model.shape, before);
        const chosen = layer % file.layers;
        const edits = setLayerRate(document, [chosen], rate, { keepMean: mean });
        const { value, problems } = readRateDocument(applyEdits(file.text, edits), model);
        const after = completeRates(value);
        const shape = model.shape.layers[chosen];
        assert.ok(before && after && mean !== undefined && shape);
        assert.deepEqual(
          problems.filter(({ code }) => /yaml|layer-(?:missing|twice)/.test(code)),
          [],
        );
        const own = after[chosen];
        assert.ok(own && Math.abs(layerRate(shape, own) - rate) <= 1e-5);
        const locked = document.value.layers.flatMap((entry, index) =>
          entry?.locked && index !== chosen ? [index] : [],
        );
        assert.deepEqual(
          locked.map((index) => after[index]),
          locked.map((index) => before[index]),
        );
        const kept = Math.abs(meanRate(model.shape, after) - mean) <= 1e-5;
        // The others could not give way as far as was asked: then they stay.
        const others = after.every((each, index) => index === chosen || each.mlp === before[index]?.mlp);
        assert.ok(kept || others);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("setLocks", () => {
  it("puts the comment behind the value and takes it away", () => {
    const document = documentOf(text);
    assert.equal(linesAfter(text, setLocks(document, [0], true))[0], "  0: 0.30000 # lock");
    assert.equal(linesAfter(text, setLocks(document, [1, 2, 3, 4], true))[1], "  1-4: 0.30000 # lock four");
    assert.equal(linesAfter(text, setLocks(document, [6], false))[3], "  6: 0.25000");
    assert.deepEqual(setLocks(document, [6], true), []);
  });

  it("splits a range, and each piece is as it should be", () => {
    const locked = applyEdits(text, setLocks(documentOf(text), [2], true));
    assert.deepEqual(locked.split("\n").slice(4, 7), ["  1: 0.30000 # four", "  2: 0.30000 # lock", "  3-4: 0.30000"]);
    const range = text.replace("# four", "# lock: measured");
    const opened = linesAfter(range, setLocks(documentOf(range), [1], false));
    assert.deepEqual(opened.slice(1, 3), ["  1: 0.30000 # measured", "  2-4: 0.30000 # lock"]);
  });

  it("locks exactly what was asked for, whatever the file", () => {
    fc.assert(
      fc.property(writtenFile, fc.array(fc.nat(23)), fc.boolean(), (file, layers, locked) => {
        const before = readRateDocument(file.text);
        fc.pre(!before.value.block?.flow);
        const after = readRateDocument(applyEdits(file.text, setLocks(before, layers, locked))).value;
        const expected = before.value.layers.map((entry, layer) => (layers.includes(layer) ? locked : entry?.locked));
        assert.deepEqual(
          after.layers.map((entry) => entry?.locked),
          expected,
        );
        assert.deepEqual(completeRates(after), completeRates(before.value));
      }),
      { numRuns: 500 },
    );
  });
});

describe("layerProfile", () => {
  it("tells what each line says, and how the mean stands to the target", () => {
    const { rows, layers, mean, target } = layerProfile(documentOf(text));
    assert.deepEqual(
      rows.map((row) => [row.line, row.layers, row.whole, row.halves !== undefined, row.locked]),
      [
        [3, [0], 0.3, false, false],
        [4, [1, 2, 3, 4], 0.3, false, false],
        [5, [5], 0.35, true, false],
        [6, [6], 0.25, false, true],
      ].map(([line, of, whole, paired, locked]) => [line, of, whole, paired, locked]),
    );
    assert.equal(layers, 7);
    assert.ok(mean !== undefined && Math.abs(mean - 0.3) < 1e-9);
    assert.deepEqual(target, { value: 0.3, line: 1, met: true });
  });

  it("knows no mean while a layer lacks its rate", () => {
    const { mean, target, rows } = layerProfile(documentOf(text.replace("  0: 0.30000\n", "")));
    assert.equal(mean, undefined);
    assert.equal(target?.met, false);
    assert.equal(rows.length, 3);
  });
});

describe("refactorings", () => {
  const at = (source: string, line: number, until = line) => {
    const starts = [...source.matchAll(/^/gm)].map(({ index }) => index);
    return { start: starts[line] ?? 0, end: starts[until] ?? source.length };
  };
  const made = (source: string, line: number, until?: number) =>
    Object.fromEntries(
      refactoringsAt(documentOf(source), at(source, line, until)).map(({ title, edits }) => [
        title,
        linesAfter(source, edits),
      ]),
    );

  it("split a range into its layers", () => {
    assert.deepEqual(made(text, 4)["Split layers 1-4"]?.slice(1, 5), [
      "  1: 0.30000 # four",
      "  2: 0.30000",
      "  3: 0.30000",
      "  4: 0.30000",
    ]);
  });

  it("merge neighbours of one rate, and leave those with comments", () => {
    const split = "model: m\nlayers:\n# x\n  0: 0.3\n  1-2: 0.30000\n  3: 0.3 # lock\n  4: 0.3\n  5: 0.3\n  6: 0.2\n";
    assert.deepEqual(made(split, 3)["Merge into 0-2"], [
      "  0-2: 0.3",
      "  3: 0.3 # lock",
      "  4: 0.3",
      "  5: 0.3",
      "  6: 0.2",
    ]);
    assert.deepEqual(made(split, 7)["Merge into 4-5"]?.at(-2), "  4-5: 0.3");
    assert.ok(Object.keys(made(split, 5)).every((title) => !title.startsWith("Merge")));
    assert.ok(Object.keys(made(split, 3, 8)).every((title) => !title.startsWith("Merge")));
  });

  it("write the halves apart and together", () => {
    assert.equal(
      made(text, 3)["Write attention and MLP each for itself"]?.[0],
      "  0: { attention: 0.30000, mlp: 0.30000 }",
    );
    assert.equal(made(text, 5)["Write one rate for the layer, 0.35000"]?.[2], "  5: 0.35000");
  });

  it("never change a rate of a file, but by writing one for two", () => {
    fc.assert(
      fc.property(writtenFile, fc.nat(10), fc.nat(3), (file, line, lines) => {
        const document = readRateDocument(file.text, modelOf(file));
        for (const { title, edits } of refactoringsAt(document, at(file.text, line, line + lines))) {
          const after = readRateDocument(applyEdits(file.text, edits), modelOf(file));
          if (title.startsWith("Write one")) assert.ok(completeRates(after.value));
          else assert.deepEqual(completeRates(after.value), completeRates(document.value), title);
        }
      }),
    );
  });
});

describe("comments between a key and the end of its value", () => {
  const apart =
    "model: m\nlayers:\n  0: # lock, by hand\n    0.3 # lock\n  1:\n    attention: 0.2 # less\n    mlp: 0.3\n";

  it("are unlocked wherever they lock", () => {
    const after = applyEdits(apart, setLocks(documentOf(apart, 2), [0], false));
    assert.equal(after, apart.replace(" # lock, by hand", " # by hand").replace(" # lock\n", "\n"));
    const within = "model: m\nlayers:\n  0: # Lock\n    # lock\n    attention: 0.1 # lock\n    mlp: 0.2 # lock, too\n";
    const open = applyEdits(within, setLocks(documentOf(within, 1), [0], false));
    assert.equal(open, "model: m\nlayers:\n  0:\n\n    attention: 0.1\n    mlp: 0.2 # too\n");
    const twice = "model: m\nlayers:\n  0: 0.3 # lock # lock\n";
    assert.equal(applyEdits(twice, setLocks(documentOf(twice, 1), [0], false)), twice.replace(" # lock # lock", ""));
  });

  it("are never lost to a rewriting of the value", () => {
    const document = documentOf(apart, 2);
    const titles = refactoringsAt(document, { start: apart.indexOf("1:"), end: apart.indexOf("1:") });
    assert.deepEqual(titles, []);
  });
});
