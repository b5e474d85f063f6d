import assert from "node:assert/strict";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { dataFolder } from "./runner.ts";
import { answered } from "./spies.ts";

const KEY = "sk-nobody-0123456789abcdef";

describe("API keys", () => {
  it("are asked for in a box that hides them, kept, and forgotten", async () => {
    const boxes = await answered(
      "showInputBox",
      () => KEY,
      () => chooseFirst("selfPruner.setApiKey"),
    );
    assert.deepEqual(
      boxes.map(([options]) => (options as vscode.InputBoxOptions).password),
      [true],
    );
    const offered = await answered(
      "showQuickPick",
      (rows) => rows,
      () => run("selfPruner.clearApiKeys"),
    );
    assert.equal(offered.length, 1);
    const none = await answered(
      "showQuickPick",
      () => undefined,
      () => run("selfPruner.clearApiKeys"),
    );
    assert.deepEqual(none, [], "no key is left to be forgotten");
  });

  it("are in no file of the searches", async () => {
    await answered(
      "showInputBox",
      () => KEY,
      () => chooseFirst("selfPruner.setApiKey"),
    );
    assert.deepEqual(await filesWith(KEY, dataFolder), []);
    await answered(
      "showQuickPick",
      (rows) => rows,
      () => run("selfPruner.clearApiKeys"),
    );
  });
});

/** Takes the first choice of the question that a command asks. */
function chooseFirst(command: string): PromiseLike<unknown> {
  return answered(
    "showQuickPick",
    (rows) => (rows as unknown[])[0],
    () => run(command),
  );
}

function run(command: string): Thenable<unknown> {
  return vscode.commands.executeCommand(command);
}

async function filesWith(text: string, folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const found: string[] = [];
  for (const name of names) {
    const path = join(folder, name);
    const isSmallFile = await stat(path).then(
      (stats) => stats.isFile() && stats.size < 4e6,
      () => false,
    );
    if (isSmallFile && (await readFile(path)).includes(text)) found.push(name);
  }
  return found;
}
