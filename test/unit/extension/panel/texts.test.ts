import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { panelTitle } from "../../../../src/extension/panel/panel-title.ts";
import { panelPresence } from "../../../../src/extension/panel/presence-text.ts";

describe("panelTitle", () => {
  const names = new Map([["a", "llama-2-7b · 30.0 % · kl"]]);

  it("is what the tree calls a search, so that tabs of namesakes differ", () =>
    assert.equal(panelTitle(["a"], names), "llama-2-7b · 30.0 % · kl"));
  it("names the id of a search that is not known", () => assert.equal(panelTitle(["b"], names), "Search b"));
  it("counts the searches that are compared", () => assert.equal(panelTitle(["a", "b"], names), "Compare 2 Searches"));
});

describe("panelPresence", () => {
  it("says why a runner is away, and always offers a way out", () => {
    const reason = "The runner (pid 7) has ended.";
    assert.deepEqual(panelPresence({ kind: "gone", reason }), {
      kind: "away",
      state: "Runner away",
      text: reason,
      action: "showRunners",
    });
    const absent = panelPresence({ kind: "absent" });
    assert.ok(absent.kind === "away" && absent.text.length > 20);
  });

  it("says since when a runner has not answered, and offers to go on in another one", () => {
    const since = new Date(2026, 2, 2, 14, 3, 27).getTime();
    assert.deepEqual(panelPresence({ kind: "unresponsive", pid: 7, since, welcome: undefined }), {
      kind: "away",
      state: "Runner does not answer",
      text: "The runner (pid 7) has not answered since 14:03:27. It may be busy, or hang.",
      action: "resume",
    });
  });
});
