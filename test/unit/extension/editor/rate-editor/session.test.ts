import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { afterEdits, changeEdits, layersIn } from "../../../../../src/extension/editor/rate-editor/rate-changes.ts";
import { editedRates } from "../../../../../src/extension/editor/rate-editor/rates-view.ts";
import {
  readRateEditorMessage,
  readRateEditorState,
} from "../../../../../src/extension/editor/rate-editor/read-message.ts";
import type { RateEditorHostMessage } from "../../../../../src/protocol/rate-editor.ts";
import { readRateDocument } from "../../../../../src/ratefile/document.ts";
import { layerProfile } from "../../../../../src/ratefile/services/layer-profile.ts";
import { MemoryRateFile, modelOf, wavyFile } from "../../../../support/rate-editor-host.ts";

const text = "model: m\ntarget: 0.3\nlayers:\n  0-3: 0.30000\n  4: 0.30000 # lock\n";
const change = { part: "layer", settings: [{ layers: [1], rate: 0.5 }], keepMean: true } as const;

describe("a session", () => {
  it("makes a change that the preview has told, in one step", async () => {
    const file = new MemoryRateFile(text, modelOf(5));
    await file.session.hear({ type: "preview", ticket: 7, version: 1, change });
    const preview = last(file, "preview");
    assert.deepEqual([preview.ticket, preview.kept, file.steps], [7, true, 0]);
    await file.session.hear({ type: "change", version: 1, change });
    assert.equal(file.steps, 1);
    const { layers, mean, target, removed } = last(file, "rates").view;
    assert.deepEqual({ layers, mean, target, removed }, preview.rates);
    assert.equal(last(file, "settled").refusal, undefined);
    assert.equal(
      file.text,
      "model: m\ntarget: 0.3\nlayers:\n  0: 0.23334\n  1: 0.50000\n  2-3: 0.23333\n  4: 0.30000 # lock\n",
    );
  });

  it("does not touch a text that the person has not seen", async () => {
    const file = new MemoryRateFile(text, modelOf(5));
    file.type(`${text}# more\n`);
    await file.session.hear({ type: "change", version: 1, change });
    assert.match(last(file, "settled").refusal ?? "", /at the same moment/);
    assert.equal(file.text, `${text}# more\n`);
    await file.session.hear({ type: "preview", ticket: 1, version: 1, change });
    assert.ok(!file.posted.some(({ type }) => type === "preview"));
  });

  it("says why a file cannot be changed", async () => {
    const file = new MemoryRateFile(text, modelOf(5));
    file.readOnly = "This file is read-only.";
    await file.session.hear({ type: "lock", version: 1, layers: [0], locked: true });
    assert.equal(last(file, "settled").refusal, "This file is read-only.");
    file.readOnly = undefined;
    file.refuse = true;
    await file.session.hear({ type: "lock", version: 1, layers: [0], locked: true });
    assert.match(last(file, "settled").refusal ?? "", /could not be changed/);
    assert.equal(file.text, text);
  });

  it("tells when the others cannot give way", async () => {
    const file = new MemoryRateFile(text, modelOf(5));
    const far = { ...change, settings: [{ layers: [0, 1, 2, 3], rate: 0.9 }] };
    await file.session.hear({ type: "preview", ticket: 1, version: 1, change: far });
    assert.equal(last(file, "preview").kept, false);
  });

  it("locks a layer of a range and lets it go", async () => {
    const file = new MemoryRateFile(text, modelOf(5));
    await file.session.hear({ type: "lock", version: 1, layers: [1], locked: true });
    assert.match(file.text, / 0: 0\.30000\n {2}1: 0\.30000 # lock\n {2}2-3: 0\.30000\n/);
    await file.session.hear({ type: "lock", version: 2, layers: [1, 4], locked: false });
    assert.doesNotMatch(file.text, /lock/);
  });

  it("takes over what is laid beside: one layer, all, and all moved to the mean", async () => {
    const rates = [0.1, 0.2, 0.3, 0.4, 0.9].map((rate) => ({ attention: rate, mlp: rate }));
    const take = async (layers: number[] | undefined, keepMean: boolean) => {
      const file = new MemoryRateFile(text, modelOf(5), { name: "other", rates });
      await file.session.hear({ type: "takeOver", version: 1, layers, keepMean });
      assert.ok(file.steps <= 1);
      return last(file, "rates").view;
    };
    const valuesOf = ({ layers }: Awaited<ReturnType<typeof take>>) => layers.map(({ rate }) => rate?.mlp);
    assert.deepEqual(valuesOf(await take([0], false)), [0.1, 0.3, 0.3, 0.3, 0.3]);
    assert.deepEqual(valuesOf(await take(undefined, false)), [0.1, 0.2, 0.3, 0.4, 0.3], "a locked layer stays");
    const all = await take(undefined, true);
    assert.ok(all.target?.met);
    assert.deepEqual(valuesOf(all), [0.15, 0.25, 0.35, 0.45, 0.3]);
  });

  it("mends by the fixes of the light bulb, and leads to problems and layers", async () => {
    const file = new MemoryRateFile("model: m\ntarget: 0.4\nlayers:\n  0-3: 0.3\n", modelOf(5));
    file.session.changed();
    assert.deepEqual(Object.keys(last(file, "rates").view.fixes), ["layers"]);
    await file.session.hear({ type: "fix", version: 1, fix: "layers" });
    await file.session.hear({ type: "revealProblem" });
    await file.session.hear({ type: "select", layers: [99, 2] });
    assert.deepEqual(file.text.slice(file.revealed[0]?.start, file.revealed[0]?.end), "0.3");
    await file.session.hear({ type: "fix", version: file.version, fix: "mean" });
    assert.deepEqual(last(file, "rates").view.problems, { errors: 0, warnings: 0, first: undefined });
    await file.session.hear({ type: "fix", version: file.version, fix: "mean" });
    assert.equal(last(file, "settled").refusal, undefined, "there is nothing to mend any more");
  });

  it("begins with what is laid beside, and forgets it when it is closed", async () => {
    const file = new MemoryRateFile(text, modelOf(5), { name: "other", rates: [{ attention: 0, mlp: 0 }] });
    await file.session.hear({ type: "ready" });
    assert.deepEqual(
      file.posted.map(({ type }) => type),
      ["beside", "rates"],
    );
    await file.session.hear({ type: "closeBeside" });
    assert.equal(last(file, "beside").beside, undefined);
    await file.session.hear({ type: "command", command: "save" });
    await file.session.hear({ type: "error", text: "oh" });
    assert.deepEqual([file.commands, file.logged], [["save"], ["oh"]]);
  });

  it("tells which layers the cursor is at", () => {
    const document = readRateDocument(text, modelOf(5));
    const at = (start: number, end = start) => layersIn(document, { start, end });
    assert.deepEqual(at(text.indexOf("0-3")), [0, 1, 2, 3]);
    assert.deepEqual(at(text.indexOf("# lock")), [4]);
    assert.deepEqual(at(text.indexOf("target")), []);
    assert.deepEqual(at(0, text.length), [0, 1, 2, 3, 4]);
  });
});

describe("changeEdits", () => {
  it("sets what is asked for and keeps the mean, unless that cannot be", () => {
    const settings = fc.array(
      fc.record({
        layers: fc.array(fc.integer({ min: 0, max: 15 }), { maxLength: 3 }),
        rate: fc.integer({ min: 0, max: 1000 }).map((digits) => digits / 1000),
      }),
      { maxLength: 3 },
    );
    const document = readRateDocument(wavyFile(16), modelOf(16));
    fc.assert(
      fc.property(settings, (wanted) => {
        const after = afterEdits(document, changeEdits(document, { part: "layer", settings: wanted, keepMean: true }));
        const rates = editedRates(after).layers.map(({ rate }) => rate?.mlp);
        const set = new Map(wanted.flatMap(({ layers, rate }) => layers.map((layer) => [layer, rate])));
        for (const [layer, rate] of set) assert.equal(rates[layer], rate);
        const { mean } = layerProfile(after);
        const left = (16 * 0.3 - [...set.values()].reduce((sum, rate) => sum + rate, 0)) / (16 - set.size);
        const isPossible = left >= 0 && left <= 1;
        assert.equal(Math.abs((mean ?? 0) - 0.3) < 2e-5, isPossible, `mean ${mean}, ${left} for the others`);
      }),
      { numRuns: 60 },
    );
  });

  it("sets one half and leaves the other", () => {
    const document = readRateDocument(text, modelOf(5));
    const edits = changeEdits(document, {
      part: "attention",
      settings: [{ layers: [2, 4], rate: 0.7 }],
      keepMean: false,
    });
    const { layers } = editedRates(afterEdits(document, edits));
    assert.deepEqual(layers[2]?.rate, { attention: 0.7, mlp: 0.3 });
    assert.deepEqual(layers[4]?.rate, { attention: 0.3, mlp: 0.3 }, "a locked layer stays");
  });
});

describe("what a webview sends", () => {
  it("is read when it is a message", () => {
    assert.deepEqual(readRateEditorMessage({ type: "change", version: 3, change }), {
      type: "change",
      version: 3,
      change,
    });
    assert.deepEqual(readRateEditorMessage({ type: "takeOver", version: 3, keepMean: true }), {
      type: "takeOver",
      version: 3,
      keepMean: true,
    });
  });

  it("is ignored otherwise", () => {
    for (const message of [
      undefined,
      "ready",
      { type: "run" },
      { type: "command", command: "workbench.action.quit" },
      { type: "change", version: 1, change: { ...change, settings: [{ layers: [1], rate: 1.5 }] } },
      { type: "change", version: 1, change: { ...change, settings: [{ layers: [-1], rate: 0.5 }] } },
      { type: "lock", version: 1, layers: [1.5], locked: true },
      { type: "ready", more: 1 },
    ]) {
      assert.equal(readRateEditorMessage(message), undefined, JSON.stringify(message));
    }
  });

  it("comes back as a state as far as it is one", () => {
    assert.deepEqual(readRateEditorState({ file: "f", part: "all", beside: { name: "x", rates: [] } }), {
      file: "f",
      part: undefined,
      beside: undefined,
    });
    assert.equal(readRateEditorState({ part: "mlp" }), undefined);
  });
});

function last<T extends RateEditorHostMessage["type"]>(
  file: MemoryRateFile,
  type: T,
): Extract<RateEditorHostMessage, { type: T }> {
  const found = file.posted.findLast((message) => message.type === type);
  assert.ok(found, `no ${type}`);
  return found as Extract<RateEditorHostMessage, { type: T }>;
}
