import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { Drawings, type Drawn } from "./drawings.ts";
import { addFigure } from "./figures.ts";
import { until } from "./spies.ts";

const WRONG_MEAN = `model: stories260K
target: 0.30000
text: texts/stories.test.jsonl
layers:
  0: 0.10000 # lock
  1-2: 0.30000
  3: { attention: 0.50000, mlp: 0.40000 }
  4: 0.50000
`;

/** Milliseconds of a frame. */
const FRAME = 16;

describe("a rate file", () => {
  const made: vscode.Uri[] = [];

  afterEach(async () => {
    await vscode.commands.executeCommand("workbench.action.files.revert");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    for (const uri of made.splice(0)) await Promise.resolve(vscode.workspace.fs.delete(uri)).catch(() => undefined);
  });

  it("has its problems told, and a quick fix mends the mean without touching a locked layer", async () => {
    const { document } = await opened("mean.prune", WRONG_MEAN);
    const [problem, ...others] = await problemsOf(document.uri, 1);
    assert.deepEqual(others, []);
    assert.ok(typeof problem?.code === "object", "a code leads to its explanation");
    assert.equal(problem.code.value, "mean-off-target");
    assert.match(problem.code.target.toString(), /docs\/rate-file\.md#problems$/);
    assert.equal(document.getText(problem.range), "0.30000");
    const actions = await actionsAt(document.uri, problem.range, vscode.CodeActionKind.QuickFix);
    const preferred = actions.find(({ isPreferred }) => isPreferred);
    assert.ok(preferred?.edit, actions.map(({ title }) => title).join(", "));
    assert.ok(await vscode.workspace.applyEdit(preferred.edit));
    await problemsOf(document.uri, 0);
    assert.match(document.getText(), /^ {2}0: 0\.10000 # lock$/m);
    assert.doesNotMatch(document.getText(), /1-2: 0\.30000/);
  });

  it("tells on hover what a rate removes, with the file's profile as a picture", async () => {
    const { document } = await opened("hover.prune", WRONG_MEAN);
    await problemsOf(document.uri, 1);
    const place = document.positionAt(document.getText().indexOf("0.30000\n  3:"));
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      document.uri,
      place,
    );
    const text = hovers.flatMap(({ contents }) => contents.map(textOf)).join("\n");
    assert.match(text, /KV groups/);
    assert.match(text, /neurons/);
    assert.match(text, /data:image\/svg\+xml/);
  });

  it("counts behind each rate what goes, and offers above the first line what can be done", async () => {
    const { document } = await opened("hints.prune", WRONG_MEAN);
    await problemsOf(document.uri, 1);
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
      "vscode.executeInlayHintProvider",
      document.uri,
      whole,
    );
    assert.equal(hints.length, 4);
    assert.match(String(hints[0]?.label), /^−0\/4 groups −\d+\/172 neurons$/);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      "vscode.executeCodeLensProvider",
      document.uri,
    );
    assert.deepEqual(
      lenses.map(({ command }) => command?.command),
      ["evaluateRates", "searchFromHere", "openRateEditor", "compareRates", "exportRates"].map(
        (id) => `selfPruner.${id}`,
      ),
    );
  });

  it("has a bar before each rate, its mark in the overview ruler, and the mean behind the first line", async () => {
    const { document } = await opened("bars.prune", WRONG_MEAN);
    await problemsOf(document.uri, 1);
    const drawings = new Drawings(document);
    try {
      await replaced(document, "0.10000 # lock", "0.90000 # lock");
      const drawn = await until("the bars follow the text", () => (drawings.all.length > 0 ? drawings.all : undefined));
      const [mean, ...bars] = drawn;
      assert.match(String(mean?.renderOptions?.after?.contentText), /^✗ mean 0\.\d{5}, \+0\.\d{5} from the target$/);
      assert.deepEqual(
        bars.map((bar) => barOf(document, bar)),
        [
          { rate: "0.90000", width: "5.4em", colour: "selfPruner.rate8", mark: "selfPruner.rate8" },
          { rate: "0.30000", width: "1.8em", colour: "selfPruner.rate3", mark: "selfPruner.rate3" },
          { rate: "0.50000", width: "1.5em", colour: "selfPruner.rate5", mark: "selfPruner.rate5" },
          { rate: "0.40000", width: "1.2em", colour: "selfPruner.rate4", mark: "selfPruner.rate4" },
          { rate: "0.50000", width: "3em", colour: "selfPruner.rate5", mark: "selfPruner.rate5" },
        ],
      );
      await vscode.commands.executeCommand("selfPruner.toggleRateBars");
      await until("they are gone", () => drawings.all.length === 0 || undefined);
      await vscode.commands.executeCommand("selfPruner.toggleRateBars");
      await until("they are back", () => drawings.all.length === drawn.length || undefined);
      await replaced(document, "layers:", "layer:");
      await until("nothing is drawn of a file without layers", () => drawings.all.length === 0 || undefined);
    } finally {
      drawings.dispose();
    }
  });

  it(`of 1,000 layers has its bars drawn anew in at most ${FRAME} ms of own code after a keystroke`, async () => {
    const line = (layer: number, rate: string) => `  ${layer}: { attention: ${rate}, mlp: 0.25000 }\n`;
    const lines = Array.from({ length: 1000 }, (_, layer) => line(layer, (0.1 + layer * 0.0006).toFixed(5)));
    const { document } = await opened("long.prune", `model: nowhere\nlayers:\n${lines.join("")}`);
    const drawings = new Drawings(document);
    let changed: NodeJS.CpuUsage | undefined;
    const change = vscode.workspace.onDidChangeTextDocument(() => {
      changed = process.threadCpuUsage();
    });
    try {
      const milliseconds: number[] = [];
      for (let typed = 0; typed < 11; typed++) {
        changed = undefined;
        await replaced(document, line(500, `0.4${typed % 10}000`), line(500, `0.4${(typed + 1) % 10}000`));
        const worked = () => (changed ? drawings.millisecondsSince(changed) : 0);
        milliseconds.push(await until("the bars are drawn anew", () => (worked() > 0 ? worked() : undefined)));
      }
      assert.equal(drawings.all.length, 2001);
      const value = milliseconds.sort((one, other) => one - other)[Math.floor(milliseconds.length / 2)] ?? Number.NaN;
      addFigure({ what: "bars of 1,000 layers after a keystroke", value, unit: "ms", atMost: FRAME });
      assert.ok(value <= FRAME, `${value} ms`);
    } finally {
      change.dispose();
      drawings.dispose();
    }
  });

  it("is completed, outlined, linked and formatted", async () => {
    const { document } = await opened("parts.prune", "model: stories260K\ntarget: .3\nlayers:\n  0-4: .3\n");
    const links = await until("the model is a link", async () => {
      const found = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
        "vscode.executeLinkProvider",
        document.uri,
      );
      return found.length > 0 ? found : undefined;
    });
    assert.match(String(links[0]?.target?.path), /stories260K/);
    const outline = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      "vscode.executeDocumentSymbolProvider",
      document.uri,
    );
    assert.ok(outline.some(({ name }) => name === "layers"));
    const completions = await vscode.commands.executeCommand<vscode.CompletionList>(
      "vscode.executeCompletionItemProvider",
      document.uri,
      new vscode.Position(document.lineCount - 1, 0),
    );
    const labels = completions.items.map(({ label }) => (typeof label === "string" ? label : label.label));
    for (const key of ["text", "tolerance", "grid"]) assert.ok(labels.includes(key), labels.join(", "));
    await vscode.commands.executeCommand("editor.action.formatDocument");
    assert.match(document.getText(), /^target: 0\.30000$/m);
    assert.match(document.getText(), /0-4: 0\.30000/);
  });

  it("gives its layers another key by renaming it, and splits a range as a rewrite", async () => {
    const { document } = await opened("rename.prune", WRONG_MEAN.replace("0.10000 # lock", "0.10000"));
    await problemsOf(document.uri, 1);
    const key = document.positionAt(document.getText().indexOf("1-2"));
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      "vscode.executeDocumentRenameProvider",
      document.uri,
      key,
      "0-2",
    );
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.match(document.getText(), /^ {2}0-2: 0\.30000$/m);
    assert.doesNotMatch(document.getText(), /^ {2}0: /m);
    const at = document.positionAt(document.getText().indexOf("0-2"));
    const rewrites = await actionsAt(document.uri, new vscode.Range(at, at), vscode.CodeActionKind.RefactorRewrite);
    assert.ok(
      rewrites.some(({ title }) => /split/i.test(title)),
      rewrites.map(({ title }) => title).join(", "),
    );
  });

  it("is measured beside the dense and the uniform model, and keeps that as its history", async () => {
    const { document } = await opened("measured.prune", WRONG_MEAN.replace("target: 0.30000\n", ""));
    await problemsOf(document.uri, 0);
    const measured = await vscode.commands.executeCommand<{ perplexity: number; dense: number; uniform: number }>(
      "selfPruner.evaluateRates",
      document.uri,
    );
    assert.ok(measured.perplexity > measured.dense, JSON.stringify(measured));
    assert.ok(measured.uniform > measured.dense);
    const title = await until("the lens tells the perplexity", async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        "vscode.executeCodeLensProvider",
        document.uri,
      );
      const [first] = lenses;
      return first?.command?.title.includes("perplexity") ? first.command.title : undefined;
    });
    assert.ok(title.includes(measured.perplexity.toFixed(2)), title);
  });

  it("is exported in the forms that others take, and made anew from a model or a list", async () => {
    const { document } = await opened("export.prune", WRONG_MEAN);
    await problemsOf(document.uri, 1);
    const list = at("export.txt");
    await vscode.commands.executeCommand("selfPruner.exportRates", document.uri, "list", list);
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(list));
    assert.match(text, /^attention: \[0\.10000, 0\.30000, 0\.30000, 0\.50000, 0\.50000\]\nmlp: /);
    const model = at("stories260K", false).fsPath;
    const wish = { source: "file", file: list.fsPath, model, target: at("imported.prune") };
    const imported = await vscode.commands.executeCommand<vscode.Uri>("selfPruner.newRateFile", wish);
    const copy = await vscode.workspace.openTextDocument(imported);
    assert.match(copy.getText(), /^ {2}3: +\{ attention: 0\.50000, mlp: 0\.40000 \}$/m);
    await problemsOf(copy.uri, 0);
  });

  function at(name: string, isMade = true): vscode.Uri {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const uri = vscode.Uri.joinPath(folder.uri, name);
    if (isMade) made.push(uri);
    return uri;
  }

  async function opened(name: string, text: string): Promise<vscode.TextEditor> {
    const uri = at(name);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    return vscode.window.showTextDocument(uri);
  }
});

/** The problems of a file, as soon as there are so many; none counts only once the model is known, which links tell. */
async function problemsOf(uri: vscode.Uri, amount: number): Promise<readonly vscode.Diagnostic[]> {
  return until(`${uri.path} has ${amount} problems`, async () => {
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>("vscode.executeLinkProvider", uri);
    const problems = vscode.languages
      .getDiagnostics(uri)
      .filter(({ severity }) => severity !== vscode.DiagnosticSeverity.Hint);
    return links.length > 0 && problems.length === amount ? problems : undefined;
  });
}

/** Edits the text as typing does. */
async function replaced(document: vscode.TextDocument, part: string, by: string): Promise<void> {
  const start = document.getText().indexOf(part);
  assert.ok(start >= 0, `${part} is not there`);
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(start), document.positionAt(start + part.length));
  edit.replace(document.uri, range, by);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

function barOf(document: vscode.TextDocument, { range, renderOptions, looks }: Drawn) {
  return {
    rate: document.getText(range),
    width: renderOptions?.before?.width,
    colour: idOf(looks.before?.backgroundColor),
    mark: idOf(looks.overviewRulerColor),
  };
}

function idOf(colour: string | vscode.ThemeColor | undefined): string | undefined {
  return colour instanceof vscode.ThemeColor ? colour.id : colour;
}

function actionsAt(uri: vscode.Uri, range: vscode.Range, kind: vscode.CodeActionKind): Thenable<vscode.CodeAction[]> {
  return vscode.commands.executeCommand("vscode.executeCodeActionProvider", uri, range, kind.value);
}

function textOf(content: vscode.MarkdownString | vscode.MarkedString): string {
  return typeof content === "string" ? content : content.value;
}
