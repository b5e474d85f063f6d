import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { SearchSummary } from "../../../src/protocol/runner.ts";
import { endlessSearch } from "./answers.ts";
import { answered, recorded, until } from "./spies.ts";

/** Before the extension is activated. */
const trees = recorded("createTreeView");

type Tree = Required<Pick<vscode.TreeDataProvider<unknown>, "getChildren" | "getTreeItem" | "onDidChangeTreeData">>;

describe("the tree of searches", () => {
  let id: string;

  before(async () => {
    id = String(await vscode.commands.executeCommand("selfPruner.startSearch", endlessSearch));
  });
  after(() => deleteSearch(id));

  it("has a row whose words open the menus of the search's state", async () => {
    await rowWith("search canPause canStop hasBest");
    const [paused] = await steer("pauseSearch");
    assert.equal(paused?.state, "paused");
    await rowWith("search canResume canStop hasBest");
    await steer("resumeSearch");
    await rowWith("search canPause canStop hasBest");
    const [stopping] = await steer("stopSearch");
    assert.match(String(stopping?.state), /^stop/);
    await rowWith("search canResume ended hasBest");
    await steer("resumeSearch");
    await rowWith("search canPause canStop hasBest");
  });

  it("shows at most three buttons on any row", async () => {
    for (const words of ["canPause canStop", "canResume canStop", "canResume ended", "ended", ""]) {
      const buttons = inlineActions(`search ${words} hasBest`);
      assert.ok(buttons.length <= 3, `${words}: ${buttons.join(", ")}`);
    }
    assert.deepEqual(inlineActions("search canPause canStop"), [
      "selfPruner.pauseSearch",
      "selfPruner.stopSearch",
      "selfPruner.openPanel",
    ]);
  });

  it("updates the row of the search alone", async () => {
    const seen: unknown[] = [];
    const changes = tree().onDidChangeTreeData((changed) => void seen.push(changed));
    await until("the row is updated three times", () => (seen.length >= 3 ? true : undefined));
    changes.dispose();
    const searches = seen.flat().map((node) => (node as { search?: unknown } | undefined)?.search);
    assert.deepEqual([...new Set(searches)], [id]);
  });

  it("has the best candidates and the generations below", async () => {
    const [root] = await rows();
    const groups = await rows(root?.node);
    assert.deepEqual(
      groups.map(({ item }) => labelOf(item)),
      ["Best candidates", "Generations"],
    );
    const [best, generations] = await Promise.all(groups.map(({ node }) => rows(node)));
    assert.deepEqual([...new Set(best?.map(({ item }) => item.contextValue))], ["candidate"]);
    assert.match(labelOf(generations?.[0]?.item), /^Generation \d/);
  });

  it("loses a search that is deleted, once a person has confirmed it", async () => {
    const other = String(await vscode.commands.executeCommand("selfPruner.startSearch", endlessSearch));
    const declined = await answered(
      "showWarningMessage",
      () => undefined,
      () => deleteCommand(other),
    );
    assert.equal(declined.length, 1);
    assert.ok((await ids()).includes(other));
    await deleteSearch(other);
    await until("it is gone", async () => ((await ids()).includes(other) || undefined ? undefined : true));
  });

  async function rowWith(words: string): Promise<void> {
    await until(`the row says ${words}`, async () => {
      const [row] = (await rows()).filter(({ node }) => (node as { search: string }).search === id);
      return row?.item.contextValue === words || undefined;
    });
  }

  async function steer(command: string): Promise<readonly SearchSummary[]> {
    return vscode.commands.executeCommand(`selfPruner.${command}`, id);
  }
});

function tree(): Tree {
  const options = trees[0]?.parameters[1] as { readonly treeDataProvider: Tree } | undefined;
  assert.ok(options, "no tree was made");
  return options.treeDataProvider;
}

async function rows(below?: unknown): Promise<{ readonly node: unknown; readonly item: vscode.TreeItem }[]> {
  const nodes = (await tree().getChildren(below)) ?? [];
  return Promise.all(nodes.map(async (node) => ({ node, item: await tree().getTreeItem(node) })));
}

async function ids(): Promise<string[]> {
  return (await rows()).map(({ node }) => (node as { search: string }).search);
}

function deleteCommand(id: string): Thenable<unknown> {
  return vscode.commands.executeCommand("selfPruner.deleteSearch", id);
}

async function deleteSearch(id: string): Promise<void> {
  await answered(
    "showWarningMessage",
    (_question, _options, action) => action,
    () => deleteCommand(id),
  );
}

function labelOf(item: vscode.TreeItem | undefined): string {
  return typeof item?.label === "string" ? item.label : "";
}

/** The buttons that package.json gives a row with a context value, in their order. */
function inlineActions(contextValue: string): string[] {
  const manifest = vscode.extensions.getExtension("self-pruner.self-pruner")?.packageJSON;
  const items: { command: string; when: string; group: string }[] = manifest.contributes.menus["view/item/context"];
  return items
    .filter(({ group, when }) => group.startsWith("inline") && holds(when, contextValue))
    .sort((one, other) => one.group.localeCompare(other.group))
    .map(({ command }) => command);
}

/** Whether all patterns of a condition are in a context value. */
function holds(when: string, contextValue: string): boolean {
  const patterns = [...when.matchAll(/viewItem =~ \/((?:\\.|[^/])*)\//g)].map(
    ([, pattern = ""]) => new RegExp(pattern),
  );
  return patterns.length > 0 && patterns.every((pattern) => pattern.test(contextValue));
}
