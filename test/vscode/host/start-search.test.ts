import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { quickSearch } from "./answers.ts";

describe("starting a search", () => {
  it("needs no question with answers, tells the id and opens the panel", async () => {
    const id = await vscode.commands.executeCommand("selfPruner.startSearch", quickSearch);
    assert.equal(typeof id, "string");
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label));
    assert.ok(
      tabs.some((label) => label.includes("stories260K")),
      tabs.join(", "),
    );
  });

  it("does not happen with answers that are none", async () => {
    const id = await vscode.commands.executeCommand("selfPruner.startSearch", { ...quickSearch, target: 40 });
    assert.equal(id, undefined);
  });
});
