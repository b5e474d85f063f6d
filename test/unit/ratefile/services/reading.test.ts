import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type RateDocument, readRateDocument } from "../../../../src/ratefile/document.ts";
import { applyEdits } from "../../../../src/ratefile/edits.ts";
import { completionsAt } from "../../../../src/ratefile/services/completion.ts";
import type { Completion } from "../../../../src/ratefile/services/completion-item.ts";
import { folds } from "../../../../src/ratefile/services/folding.ts";
import { hoverAt } from "../../../../src/ratefile/services/hover.ts";
import { inlayHints } from "../../../../src/ratefile/services/inlay-hints.ts";
import { nothingKnown } from "../../../../src/ratefile/services/known.ts";
import { outline } from "../../../../src/ratefile/services/symbols.ts";
import { equalLayers } from "../../../support/ratefile-shapes.ts";

function documentOf(text: string, layers = 4): RateDocument {
  return readRateDocument(text, { name: "m", shape: equalLayers(layers), parameterBytes: 2 });
}

/** A text with its caret taken out, and where it was. */
function caret(text: string): { document: RateDocument; offset: number } {
  return { document: documentOf(text.replace("|", "")), offset: text.indexOf("|") };
}

function completions(text: string): Completion[] {
  const { document, offset } = caret(text);
  return completionsAt(document, offset, nothingKnown);
}

const labels = (text: string) => completions(text).map(({ label }) => label);

describe("completion", () => {
  it("proposes the keys that the file lacks", () => {
    assert.deepEqual(labels("model: m\nt|"), ["target", "tolerance", "grid", "text", "notes", "layers", "version"]);
    assert.deepEqual(labels("model: m # t|"), []);
  });

  it("proposes missing layers with the rate that meets the target, and schedules", () => {
    const text = "model: m\ntarget: 0.3\nlayers:\n  1: 0.6\n  |";
    assert.deepEqual(labels(text), ["0: ".slice(0, 1), "2-3", "uniform at 0.20000", "linear, later layers cut more"]);
    const linear = completions(text).at(-1);
    assert.ok(linear);
    const after = applyEdits(text.replace("|", ""), [linear]);
    assert.deepEqual(
      documentOf(after).problems.filter(({ code }) => code !== "edge-layer-cut-deeper"),
      [],
    );
  });

  it("counts the layer that is being written as missing", () => {
    assert.deepEqual(labels("model: m\nlayers:\n  0-2: 0.3\n  3|").slice(0, 1), ["3"]);
  });

  it("proposes values, halves and targets", () => {
    assert.deepEqual(labels("model: m\ntarget: 0.3\nlayers:\n  0-2: 0.2\n  3: |"), [
      "0.60000",
      "drop",
      "{ attention: 0.60000, mlp: 0.60000 }",
    ]);
    assert.deepEqual(labels("model: m\nlayers:\n  0: { |"), ["attention", "mlp"]);
    assert.deepEqual(labels("model: m\nlayers:\n  0: { attention: 0.1, |"), ["mlp"]);
    assert.deepEqual(labels("model: m\nlayers:\n  0: { attention: |").includes("drop"), true);
    assert.deepEqual(labels("target: |"), ["0.20000", "0.30000", "0.50000"]);
  });

  it("proposes the same in braces, on one line or several", () => {
    const text = "model: m\ntarget: 0.3\nlayers: { 1: 0.6, | }\n";
    assert.deepEqual(labels(text), ["0", "2-3", "uniform at 0.20000", "linear, later layers cut more"]);
    for (const completion of completions(text).slice(2)) {
      const after = documentOf(applyEdits(text.replace("|", ""), [completion]));
      assert.deepEqual(
        after.problems.filter(({ code }) => code !== "edge-layer-cut-deeper"),
        [],
        after.text,
      );
    }
    assert.deepEqual(labels("model: m\nlayers: {\n  0: 0.3,\n  |\n}\n").slice(0, 2), ["1", "1-3"]);
    assert.ok(labels("model: m\nlayers: { 0: | }").includes("drop"));
    assert.deepEqual(labels("model: m\nlayers: { 0: { attention: 0.1, | } }"), ["mlp"]);
  });

  it("proposes the halves of a layer on lines of their own", () => {
    const layer = "model: m\ntarget: 0.3\nlayers:\n  0:\n    ";
    assert.deepEqual(labels(`${layer}|\n  1: 0.3\n`), ["attention", "mlp"]);
    assert.deepEqual(labels(`${layer}|\n    mlp: 0.3\n  1: 0.3\n`), ["attention"]);
    assert.deepEqual(labels(`${layer}attention: |\n    mlp: 0.3\n  1-3: 0.3\n`), ["0.30000", "drop"]);
    assert.deepEqual(labels(`${layer}mlp: 0.3\n  |`)[0], "1");
  });

  it("makes no other number of one that is typed", () => {
    const layers = "model: m\ntarget: 0.3\nlayers:\n  0-2: 0.2\n  3: ";
    for (const value of ["0|", "0.|", "0.6|", ".6|", "{ attention: 0.1, mlp: 0.6|"]) {
      assert.deepEqual(labels(layers + value), [], value);
    }
    assert.deepEqual(labels("target: 0.3|"), []);
    assert.ok(labels(`${layers}d|`).includes("drop"));
  });
});

describe("hover", () => {
  const text = "model: m\ntarget: 0.3\nlayers:\n  0-1: 0.2\n  2: { attention: 0.5, mlp: drop } # lock\n  3: 0.1\n";
  const hover = (word: string) => hoverAt(documentOf(text), text.indexOf(word), nothingKnown)?.text ?? "";

  it("counts what a layer loses", () => {
    const shown = hover("attention: 0.5");
    assert.match(shown, /^\*\*Layer 2\*\*: 87\.500 % removed, locked\n/);
    assert.match(
      shown,
      /\| KV groups \| 2 \| 2 \| 4 \|\n\| neurons \| 900 \| 0 \| 900 \|\n\| parameters \| 4,200 \| 600 \| 4,800 \|\n\| bytes \| 8\.40 kB \| 1\.20 kB \| 9\.60 kB \|/,
    );
    assert.match(shown, /Mean 34\.375 %, target 30\.000 %; from 10\.000 % to 87\.500 %/);
  });

  it("marks the layers in the picture of the whole profile", () => {
    const picture = /base64,([\w+/=]+)/.exec(hover("0-1"))?.[1] ?? "";
    const svg = Buffer.from(picture, "base64").toString();
    assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    // Two bars for each of four layers, and a mark for each of two.
    assert.equal(svg.match(/<rect /g)?.length, 10);
    assert.equal(svg.match(/<line /g)?.length, 1);
  });

  it("stays short enough to be shown whole, however many layers there are", () => {
    for (const layers of [320, 10_000]) {
      const all = `model: m\ntarget: 0.3\nlayers:\n  0-${layers - 1}: { attention: 0.12345, mlp: 0.54321 }\n`;
      const shown = hoverAt(documentOf(all, layers), all.indexOf("0-"), nothingKnown)?.text ?? "";
      // VS Code cuts Markdown after 100,000 characters.
      assert.ok(shown.length < 100_000, `${layers} layers: ${shown.length}`);
    }
  });

  it("explains keys, and is silent elsewhere", () => {
    assert.match(hover("target"), /^Wanted mean pruning rate/);
    assert.equal(hoverAt(documentOf(text), text.indexOf("# lock") + 3, nothingKnown), undefined);
  });
});

describe("outline, folds and inlay hints", () => {
  const text =
    "# a\n# b\nmodel: m\nnotes: |\n  long\n  words\nlayers:\n  0-2: 0.5\n  3:\n    attention: 0.25\n    mlp: drop\n";

  it("list the keys and layers", () => {
    assert.deepEqual(
      outline(documentOf(text)).map(({ name, children }) => [
        name,
        children.map((child) => `${child.name} ${child.detail}`),
      ]),
      [
        ["model", []],
        ["notes", []],
        ["layers", ["0-2 0.5", "3 attention: 0.25"]],
      ],
    );
  });

  it("fold what takes several lines", () => {
    assert.deepEqual(
      folds(documentOf(text)).map(({ start, end, kind }) => [start, end, kind]),
      [
        [3, 5, "region"],
        [6, 10, "region"],
        [8, 10, "region"],
        [0, 1, "comment"],
      ],
    );
  });

  it("count the units behind each value of the lines that are shown", () => {
    const document = documentOf(text);
    const all = { start: 0, end: text.length };
    assert.deepEqual(
      inlayHints(document, all).map(({ offset, text: hint }) => [text.slice(0, offset).split("\n").length, hint]),
      [
        [8, "−2/4 groups −450/900 neurons"],
        [11, "−1/4 groups −900/900 neurons"],
      ],
    );
    assert.equal(inlayHints(document, { start: 0, end: text.indexOf("0-2") }).length, 0);
    assert.deepEqual(inlayHints(readRateDocument(text), all), []);
  });
});
