import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { RateDocuments } from "../../../src/extension/editor/rate-documents.ts";
import { EditedDocument } from "../../../src/extension/editor/rate-editor/document-ports.ts";
import { changeEdits } from "../../../src/extension/editor/rate-editor/rate-changes.ts";

const TEXT = "model: stories260K\ntarget: 0.3\nlayers:\n  0-4: 0.30000\n";
/** Milliseconds between two looks at what VS Code tells late. */
const LOOK = 50;

describe("the rate editor", () => {
  const made: vscode.Uri[] = [];

  afterEach(async () => {
    await vscode.commands.executeCommand("workbench.action.files.revert");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    for (const uri of made.splice(0)) await Promise.resolve(vscode.workspace.fs.delete(uri)).catch(() => undefined);
  });

  it("opens beside the text, once for each file", async () => {
    const one = await write("one.prune");
    await vscode.window.showTextDocument(one);
    await vscode.commands.executeCommand("selfPruner.openRateEditor", one);
    await vscode.commands.executeCommand("selfPruner.openRateEditor", one);
    const [tab, ...others] = await editorsOf("one.prune", 1);
    assert.deepEqual(others, []);
    assert.equal(tab?.group.viewColumn, vscode.ViewColumn.Two);
    assert.ok(tab.isActive);
    await vscode.commands.executeCommand("selfPruner.openRateEditor", await write("two.prune"));
    await editorsOf("two.prune", 1);
    await editorsOf("one.prune", 1);
  });

  it("opens for a comparison with another file", async () => {
    const [own, other] = [await write("own.prune"), await write("other.prune", TEXT.replace("0.30000", "0.40000"))];
    await vscode.commands.executeCommand("selfPruner.compareRates", own, other);
    await editorsOf("own.prune", 1);
    await editorsOf("other.prune", 0);
  });

  it("goes along with a file that gets another name, and closes when it is deleted", async () => {
    const uri = await write("before.prune");
    await vscode.commands.executeCommand("selfPruner.openRateEditor", uri);
    await editorsOf("before.prune", 1);
    const renamed = vscode.Uri.joinPath(uri, "..", "after.prune");
    made.push(renamed);
    const rename = new vscode.WorkspaceEdit();
    rename.renameFile(uri, renamed);
    assert.ok(await vscode.workspace.applyEdit(rename));
    await editorsOf("before.prune", 0);
    await editorsOf("after.prune", 1);
    await vscode.workspace.fs.delete(renamed);
    await editorsOf("after.prune", 0);
  });

  it("changes a document in one step of its undo, also one that no editor shows", async () => {
    const documents = new RateDocuments();
    const uri = await write("steps.prune");
    const document = await vscode.workspace.openTextDocument(uri);
    const edited = new EditedDocument(documents, document);
    await edited.refresh();
    const { document: read, readOnly } = edited.file();
    assert.equal(readOnly, undefined);
    const change = { part: "layer", settings: [{ layers: [2], rate: 0.5 }], keepMean: true } as const;
    assert.ok(await edited.apply(changeEdits(read, change)));
    const lines = "  0-1: 0.25000\n  2: 0.50000\n  3-4: 0.25000\n";
    assert.equal(document.getText(), TEXT.replace("  0-4: 0.30000\n", lines));
    let isBack = false;
    await edited.run("undo", () => {
      isBack = true;
    });
    assert.equal(document.getText(), TEXT);
    assert.ok(isBack, "the focus was given back");
    await edited.run("redo", () => undefined);
    assert.match(document.getText(), /2: 0\.50000/);
    await edited.run("save", () => undefined);
    assert.equal(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)), document.getText());
    documents.dispose();
  });

  it("shows a layer in the text without taking the focus", async () => {
    const documents = new RateDocuments();
    const uri = await write("shown.prune", TEXT.replace("0-4: 0.30000", "0: 0.30000\n  1-4: 0.30000"));
    const editor = await vscode.window.showTextDocument(uri);
    const edited = new EditedDocument(documents, editor.document);
    const entry = edited.file().document.value.layers[3];
    assert.ok(entry);
    edited.reveal(entry.range);
    await until(() => editor.selection.active.line === 4);
    assert.ok(edited.isRevealed(editor.selection));
    await edited.open({ start: 0, end: 5 });
    assert.equal(editor.selection.active.line, 0);
    documents.dispose();
  });

  async function write(name: string, text = TEXT): Promise<vscode.Uri> {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const uri = vscode.Uri.joinPath(folder.uri, name);
    made.push(uri);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    return uri;
  }
});

/** The rate editors of a file, as soon as there are so many. */
async function editorsOf(name: string, amount: number): Promise<readonly vscode.Tab[]> {
  const all = () =>
    vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input, label }) => input instanceof vscode.TabInputWebview && label === `Rates: ${name}`);
  await until(() => all().length === amount);
  return all();
}

/** Mocha ends what waits in vain. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, LOOK));
}
