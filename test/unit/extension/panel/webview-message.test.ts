import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readPanelState, readWebviewMessage } from "../../../../src/extension/panel/webview-message.ts";
import type { WebviewMessage } from "../../../../src/protocol/webview.ts";

const messages: readonly WebviewMessage[] = [
  { type: "ready", searches: ["a", "b"], width: 800 },
  { type: "resync", id: "a", width: 800 },
  { type: "selected", selected: { search: "a", candidate: 0 } },
  { type: "hovered", hovered: { search: "a", candidate: 2 } },
  { type: "hovered" },
  { type: "askCandidate", ref: { search: "a", candidate: 7 } },
  { type: "askCall", search: "a", ordinal: 3 },
  { type: "act", action: "pause", search: "a" },
  { type: "act", action: "saveRates", search: "a", candidate: 7 },
  { type: "export", name: "fitness", kind: "png", content: "aGVsbG8=" },
  { type: "error", text: "undefined is not a function" },
];

describe("readWebviewMessage", () => {
  for (const message of messages) {
    it(`lets ${JSON.stringify(message).slice(0, 60)} through`, () =>
      assert.deepEqual(readWebviewMessage(message), message));
  }

  const bad: readonly unknown[] = [
    undefined,
    "ready",
    {},
    { type: "eval", text: "1" },
    { type: "ready", searches: [], width: 800 },
    { type: "ready", searches: ["a"], width: 0 },
    { type: "ready", searches: ["a"], width: 800, extra: 1 },
    { type: "selected", selected: { search: "a", candidate: -1 } },
    { type: "hovered", hovered: { search: "a" } },
    { type: "act", action: "workbench.action.quit", search: "a" },
    { type: "export", name: "x", kind: "exe", content: "" },
  ];
  for (const message of bad) {
    it(`stops ${JSON.stringify(message)}`, () => assert.equal(readWebviewMessage(message), undefined));
  }
});

describe("readPanelState", () => {
  it("reads what a panel kept", () => {
    const looks = { part: "mlp", pace: "share", scroll: 42.5, tables: ["fitness"] };
    const state = { searches: ["a"], selected: { search: "a", candidate: 3 }, ...looks };
    assert.deepEqual(readPanelState(state), state);
  });

  it("keeps the searches when the rest is of another version", () => {
    const state = readPanelState({ searches: ["a"], part: "head", selected: 3, scroll: "top", future: true });
    assert.deepEqual(state?.searches, ["a"]);
    assert.equal(state?.part, undefined);
    assert.equal(state?.selected, undefined);
    assert.equal(state?.scroll, undefined);
  });

  it("has nothing to show without a search", () => {
    for (const state of [undefined, null, {}, { searches: [] }, { searches: [""] }]) {
      assert.equal(readPanelState(state), undefined);
    }
  });
});
