import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { editedRates, rateFileView } from "../../../../src/extension/editor/rate-editor/rates-view.ts";
import { readRateDocument } from "../../../../src/ratefile/document.ts";
import { differencesOf, pointsText } from "../../../../webview/rate-editor/model/differences.ts";
import { attentionShares } from "../../../../webview/rate-editor/model/layer-values.ts";
import { phaseOf } from "../../../../webview/rate-editor/model/phase.ts";
import { ratesTable } from "../../../../webview/rate-editor/model/rates-table.ts";
import {
  changeWords,
  layersName,
  layerWords,
  meanFigure,
  problemWords,
  rateName,
  removedFigure,
} from "../../../../webview/rate-editor/model/words.ts";
import { modelOf } from "../../../support/rate-editor-host.ts";

const text = [
  "model: m",
  "target: 0.3",
  "layers:",
  "  0: 0.30000 # lock",
  "  1: { attention: 0.50000, mlp: 0.20000 }",
  "  2: drop",
  "",
].join("\n");

function aboutOf(written: string, model = modelOf(4)) {
  const rates = editedRates(readRateDocument(written, model));
  return { rates, model, part: "layer", shares: attentionShares(model.shape, 4) } as const;
}

describe("what is said of a layer", () => {
  const about = aboutOf(text);

  it("is its rate, its halves where they differ, what goes, and that it is locked", () => {
    assert.equal(layerWords(about, 0), "0.30000, removes 2 of 8 KV groups and 56 of 172 neurons, locked");
    assert.match(layerWords(about, 1), /^0\.29948, attention 0\.50000, MLP 0\.20000, removes 4 of 8 KV groups and /);
    assert.match(layerWords(about, 2), /^dropped, removes 8 of 8/);
    assert.equal(layerWords(about, 3), "has no rate yet");
  });

  it("is of the part that is looked at", () => {
    assert.equal(layerWords({ ...about, part: "attention" }, 1), "0.50000, removes 4 of 8 KV groups");
    assert.match(layerWords({ ...about, part: "mlp" }, 1), /^0\.20000, removes \d+ of 172 neurons$/);
    assert.deepEqual([rateName("layer"), rateName("mlp")], ["rate", "MLP rate"]);
    assert.deepEqual([layersName([3]), layersName([3, 4])], ["layer 3", "2 layers"]);
  });
});

describe("the figures", () => {
  const all = (rate: string, target = "target: 0.3\n") =>
    editedRates(readRateDocument(`model: m\n${target}layers:\n  0-3: ${rate}\n`, modelOf(4)));

  it("say how the mean stands to the target, or why there is none", () => {
    assert.deepEqual(meanFigure(all("0.3")), { value: "0.30000", note: "meets the target 0.30000", tone: "good" });
    assert.match(meanFigure(all("0.25")).note, /^0\.05000 below the target/);
    assert.match(meanFigure(all("0.35")).note, /^0\.05000 above the target/);
    assert.equal(meanFigure(all("0.3", "")).note, "the file names no target");
    assert.equal(meanFigure(aboutOf(text).rates).note, "a layer lacks its rate");
    const unknown = editedRates(readRateDocument("layers:\n  0: { attention: 0.1, mlp: 0.2 }\n"));
    assert.match(meanFigure(unknown).note, /tells the model/);
  });

  it("say what a run would remove: the target to within a neuron, where it is met", () => {
    const { value, note } = removedFigure(all("0.3"), modelOf(4));
    const removed = Number(value.replaceAll(",", ""));
    assert.ok(Math.abs(removed - 0.3 * 4 * (8 * 2048 + 172 * 192)) <= 192, value);
    assert.match(note, /^of 197,632 parameters, (29\.9|30\.0)\d %$/);
    assert.match(removedFigure(aboutOf(text).rates, undefined).note, /model is not known/);
  });

  it("count problems and what has been set", () => {
    assert.equal(problemWords({ errors: 2, warnings: 1, first: undefined }), "2 errors, 1 warning");
    assert.equal(problemWords({ errors: 0, warnings: 0, first: undefined }), "No problems");
    assert.match(changeWords(all("0.3"), true), /stays 0\.30000/);
  });
});

describe("the phase", () => {
  const viewOf = (written: string, model = modelOf(4)) => {
    const document = readRateDocument(written, model);
    return rateFileView({ name: "a.prune", version: 1, document, found: [], readOnly: undefined });
  };

  it("offers to add layers, or says what is in the way", () => {
    assert.deepEqual(phaseOf(undefined), { kind: "loading" });
    assert.deepEqual(phaseOf(viewOf(text)), { kind: "bars" });
    const empty = phaseOf(viewOf("model: m\ntarget: 0.3\n"));
    assert.ok(empty.kind === "empty" && empty.fix?.name === "layers");
    const broken = phaseOf(viewOf("model: [\n"));
    assert.ok(broken.kind === "empty" && broken.fix === undefined);
    assert.match(broken.text, /^Line \d+: /);
  });
});

describe("what is laid beside", () => {
  const about = aboutOf(text);
  const beside = {
    name: "other",
    rates: [0.3, 0.6, 0.9].map((rate) => ({ attention: rate, mlp: rate })),
  };

  it("is compared layer by layer, the largest difference first", () => {
    const differences = differencesOf(about.rates.layers, beside, "layer", about.shares);
    assert.deepEqual(
      differences.map(({ layer }) => layer),
      [1, 2],
    );
    assert.deepEqual(differences.map(pointsText), ["+30.05 points", "−10.00 points"]);
  });

  it("has a column of the table", () => {
    const { columns, rows } = ratesTable(about, beside);
    assert.equal(rows.length, 4);
    const cells = columns.map((column) => column.text?.(rows[1]) ?? column.value(rows[1]));
    assert.deepEqual(cells.slice(0, 5), [1, "0.29948", "0.50000", "0.20000", 4]);
    assert.equal(cells.at(-1), "0.60000");
    assert.equal(columns.at(-1)?.title, "other");
  });
});
