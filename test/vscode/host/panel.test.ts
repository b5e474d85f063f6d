import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import * as vscode from "vscode";
import { quickSearch } from "./answers.ts";
import { finished } from "./runner.ts";
import { commandsOf, recorded, until } from "./spies.ts";

/** What the extension does with the messages of each page. */
const listeners: ((message: unknown) => void)[] = [];
const panels = recorded("createWebviewPanel", (result) => {
  const { webview } = result as { webview: { onDidReceiveMessage: vscode.Event<unknown> } };
  const listen = webview.onDidReceiveMessage;
  webview.onDidReceiveMessage = (listener, ...others) => {
    listeners.push(listener);
    return listen(listener, ...others);
  };
});

describe("the panel", () => {
  let id: string;
  let panel: vscode.WebviewPanel;

  before(async () => {
    id = String(await vscode.commands.executeCommand("selfPruner.startSearch", quickSearch));
    await finished(id);
    panel = panels.at(-1)?.result as vscode.WebviewPanel;
    assert.match(panel.title, /^stories260K/);
  });

  it("lets its page run our script alone, and read nothing but our files", () => {
    const { html, options } = panel.webview;
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";
    assert.match(policy, /default-src 'none'/);
    assert.doesNotMatch(policy, /unsafe|\*(?!\.)|connect-src/);
    assert.deepEqual(
      options.localResourceRoots?.map(({ path }) => path.split("/").slice(-2).join("/")),
      ["dist/webview"],
    );
    assert.equal(panel.options.retainContextWhenHidden, false);
  });

  it("does what its page asks for when it may ask for that, and nothing else", async () => {
    const say = listeners[panels.findIndex(({ result }) => result === panel)];
    assert.ok(say);
    const run = await commandsOf(async (commands) => {
      for (const junk of [undefined, "act", {}, { type: "act", action: "deleteSearch", search: id }]) say(junk);
      say({ type: "act", action: "stop", search: id, command: "selfPruner.deleteSearch" });
      say({ type: "act", action: "stop", search: "" });
      // The last, so that all others have been heard when it is done.
      say({ type: "act", action: "copyRates", search: id });
      await until("the rates are copied", () => (commands.length > 0 ? true : undefined));
    });
    assert.deepEqual(run, ["selfPruner.copyBestRates"]);
  });

  it("is not opened twice for a search, and one is opened for several", async () => {
    const before = panels.length;
    await vscode.commands.executeCommand("selfPruner.openPanel", id);
    assert.equal(panels.length, before);
    const other = String(await vscode.commands.executeCommand("selfPruner.startSearch", quickSearch));
    await vscode.commands.executeCommand("selfPruner.compareSearches", [id, other]);
    await until("they are compared", () => tabs().find((label) => label === "Compare 2 Searches"));
    panel.reveal();
  });
});

function tabs(): string[] {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label));
}
