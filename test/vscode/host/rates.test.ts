import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import * as vscode from "vscode";
import { parseRateFile } from "../../../src/ratefile/parse.ts";
import { quickSearch } from "./answers.ts";
import { finished } from "./runner.ts";

describe("the best rates of a search", () => {
  let id: string;

  before(async () => {
    id = String(await vscode.commands.executeCommand("selfPruner.startSearch", quickSearch));
    await finished(id);
  });

  it("are copied as lists with a rate for each layer", async () => {
    const text = String(await vscode.commands.executeCommand("selfPruner.copyBestRates", id));
    const lists = [...text.matchAll(/\[(.*?)\]/g)].map(([, list = ""]) => list.split(",").map(Number));
    assert.ok(lists.length > 0, text);
    for (const list of lists) assert.deepEqual([list.length, list.every((rate) => rate >= 0 && rate <= 1)], [5, true]);
    assert.equal(await vscode.env.clipboard.readText(), text);
  });

  it("are saved as a rate file without problems, which is opened; none is written over", async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const wanted = vscode.Uri.joinPath(folder.uri, "best.prune");
    const save = () => vscode.commands.executeCommand<vscode.Uri>("selfPruner.saveBestRates", id, wanted);
    const first = await save();
    assert.equal(first.fsPath, wanted.fsPath);
    assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, first.fsPath);
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(first));
    const { value, problems } = parseRateFile(text);
    assert.deepEqual(problems, []);
    assert.deepEqual([value.target?.value, value.model?.value], [0.4, "stories260K"]);
    assert.notEqual((await save()).fsPath, first.fsPath);
  });
});
