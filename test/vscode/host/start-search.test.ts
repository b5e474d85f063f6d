import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";

/** A search of the workspace's copy of the sample that takes about a second. */
const answers = {
  model: "stories260K",
  text: "texts/stories.search.jsonl",
  target: 0.4,
  device: "cpu",
  evolution: { population: 4, mutations: 2, crossovers: 2, generations: 1 },
  windows: { calibration: 4, search: 4 },
  protocol: { seqlen: 64 },
};

describe("starting a search", () => {
  it("needs no question with answers, tells the id and opens the panel", async () => {
    const id = await vscode.commands.executeCommand("selfPruner.startSearch", answers);
    assert.equal(typeof id, "string");
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label));
    assert.ok(
      tabs.some((label) => label.includes("stories260K")),
      tabs.join(", "),
    );
  });

  it("does not happen with answers that are none", async () => {
    const id = await vscode.commands.executeCommand("selfPruner.startSearch", { ...answers, target: 40 });
    assert.equal(id, undefined);
  });
});
