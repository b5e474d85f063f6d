import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { type RateDocument, readRateDocument } from "../../../../src/ratefile/document.ts";
import { applyEdits } from "../../../../src/ratefile/edits.ts";
import { renameableKeyAt, renameLayers } from "../../../../src/ratefile/services/rename-layers.ts";
import { modelOf, writtenFile } from "../../../support/ratefile-arbitraries.ts";
import { equalLayers } from "../../../support/ratefile-shapes.ts";

const text = `model: m
layers:
  0: 0.10000
  1-4: 0.20000 # four
  5: { attention: 0.20000, mlp: 0.40000 }
  6: 0.25000 # lock
`;

function documentOf(source: string, layers = 7): RateDocument {
  return readRateDocument(source, { name: "m", shape: equalLayers(layers), parameterBytes: 2 });
}

/** The lines of the layers after a key has been renamed. */
function renamed(key: string, name: string, source = text): string[] {
  const edits = renameLayers(documentOf(source), source.indexOf(`  ${key}:`) + 2, name);
  return applyEdits(source, edits).split("\n").slice(2, -1);
}

describe("renameLayers", () => {
  it("takes layers from the lines that they are on", () => {
    assert.deepEqual(renamed("0", "0-2").slice(0, 2), ["  0-2: 0.10000", "  3-4: 0.20000 # four"]);
    assert.deepEqual(renamed("1-4", "1-5").slice(1), ["  1-5: 0.20000 # four", "  6: 0.25000 # lock"]);
    assert.deepEqual(renamed("0", "0, 3").slice(0, 2), ["  0, 3: 0.10000", "  1-2, 4: 0.20000 # four"]);
  });

  it("leaves layers that are given up their rate, on a line of their own", () => {
    assert.deepEqual(renamed("1-4", "1-2").slice(1, 3), ["  1-2: 0.20000 # four", "  3-4: 0.20000"]);
    assert.deepEqual(renamed("1-4", "3-5").slice(1), [
      "  1-2: 0.20000 # four",
      "  3-5: 0.20000",
      "  6: 0.25000 # lock",
    ]);
    const locked = text.replace("# four", "# lock");
    assert.deepEqual(renamed("1-4", "1", locked).slice(1, 3), ["  1: 0.20000 # lock", "  2-4: 0.20000 # lock"]);
  });

  it("changes nothing for another name of the same layers", () => {
    assert.deepEqual(renamed("1-4", "1, 2-4").join("\n"), text.split("\n").slice(2, -1).join("\n"));
  });

  it("refuses what is no layer, is not there, is locked or stands on several lines", () => {
    assert.throws(() => renamed("0", "x"), { code: "layer-key-invalid" });
    assert.throws(() => renamed("0", "0-7"), { code: "layer-out-of-range" });
    assert.throws(() => renamed("5", "5-6"), { code: "layer-locked" });
    assert.throws(() => renameLayers(documentOf(text), 0, "1"), { code: "not-renameable" });
    const block = "model: m\nlayers:\n  0-1:\n    attention: 0.1\n    mlp: 0.2\n";
    assert.throws(() => renamed("0-1", "0", block), { code: "not-renameable" });
  });

  it("works in braces", () => {
    const braces = "model: m\nlayers: { 0: 0.1, 1-2: 0.2 }\n";
    const after = applyEdits(braces, renameLayers(documentOf(braces, 3), braces.indexOf("1-2"), "0, 2"));
    assert.equal(after, 'model: m\nlayers: { "0, 2": 0.2, 1: 0.2 }\n');
  });

  it("tells the key without quotes", () => {
    const quoted = 'model: m\nlayers:\n  "0": 0.1\n';
    assert.deepEqual(renameableKeyAt(documentOf(quoted, 1), quoted.indexOf("0")), {
      range: { start: 19, end: 22 },
      name: "0",
    });
    assert.equal(renameableKeyAt(documentOf(text), 2), undefined);
  });

  it("leaves every layer with exactly one rate: the line's own where it counts, else the one it had", () => {
    fc.assert(
      fc.property(writtenFile, fc.nat(), fc.nat(), fc.nat(), (file, line, one, other) => {
        const document = readRateDocument(file.text, modelOf(file));
        const entry = document.value.entries[line % document.value.entries.length];
        assert.ok(entry);
        const [from = 0, to = 0] = [one % file.layers, other % file.layers].toSorted((a, b) => a - b);
        const isHeld = document.value.layers.slice(from, to + 1).some((each) => each !== entry && each?.locked);
        const rename = () => renameLayers(document, entry.key.start, `${from}-${to}`);
        if (isHeld) return assert.throws(rename, { code: "layer-locked" });
        const after = readRateDocument(applyEdits(file.text, rename()), modelOf(file));
        assert.deepEqual(
          after.problems.filter(({ code }) => code.startsWith("layer-") && code !== "layer-without-kv-group"),
          [],
        );
        for (const [layer, now] of after.value.layers.entries()) {
          const had = document.value.layers[layer]?.rate;
          assert.deepEqual(now?.rate, layer >= from && layer <= to ? entry.rate : had);
        }
      }),
    );
  });
});
