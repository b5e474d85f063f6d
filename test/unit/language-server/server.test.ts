import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { pathToFileURL } from "node:url";
import type {
  CodeAction,
  CompletionList,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  MarkupContent,
  TextEdit,
  WorkspaceEdit,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { LanguageClientNotifications, RateFileModel } from "../../../src/protocol/language-server.ts";
import { samples } from "../../support/cli-process.ts";
import { LanguageClient } from "../../support/language-client.ts";

/** The sample has five layers of four KV groups. */
const model = join(samples, "stories260K");
const uri = pathToFileURL(join(samples, "some.prune")).href;
const good = "model: stories260K\ntarget: 0.3\nlayers:\n  0-1: 0.2\n  2-3: 0.4\n  4: 0.3\n";

const everything = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };

async function actions(client: LanguageClient, only?: string[]): Promise<CodeAction[]> {
  return await client.ask("textDocument/codeAction", uri, {
    range: everything,
    context: { diagnostics: await client.diagnostics(uri), ...(only ? { only } : {}) },
  });
}

describe("the language server", () => {
  it("goes from a wrong mean to a diagnostic, a quick fix and a clean file", async () => {
    await using client = await LanguageClient.start();
    await client.open(uri, good.replace("0.2\n", "0.1\n"));
    const [wrong, ...others] = await client.diagnostics(uri);
    assert.equal(wrong?.code, "mean-off-target");
    const { repository } = JSON.parse(await readFile(new URL("../../../package.json", import.meta.url), "utf8"));
    const page = `${repository.url.replace(/\.git$/, "")}/blob/main/docs/rate-file.md`;
    assert.equal(wrong.codeDescription?.href, `${page}#problems`);
    assert.deepEqual(others, []);
    assert.deepEqual(wrong.range, { start: { line: 1, character: 8 }, end: { line: 1, character: 11 } });
    const fix = (await actions(client, ["quickfix"])).find(({ isPreferred }) => isPreferred);
    assert.match(fix?.title ?? "", /^Shift the rates/);
    assert.deepEqual(fix?.diagnostics, [wrong]);
    await client.apply(fix?.edit);
    assert.deepEqual(await client.diagnostics(uri), []);
    assert.match(client.document(uri).getText(), /^model: stories260K\ntarget: 0\.3\nlayers:\n {2}0-1: 0\.14000\n/);
  });

  it("checks what is typed, and fixes all at once", async () => {
    await using client = await LanguageClient.start();
    await client.open(uri, good);
    assert.deepEqual(await client.diagnostics(uri), []);
    const at = { line: 4, character: 7 };
    await client.edit(uri, [{ range: { start: at, end: { line: 4, character: 10 } }, newText: "40 %" }]);
    await client.edit(uri, [
      { range: everything, newText: client.document(uri).getText().replace("target", "traget") },
    ]);
    assert.deepEqual(
      (await client.diagnostics(uri)).map(({ code }) => code),
      ["unknown-key", "percent"],
    );
    const [fix] = await actions(client, ["source.fixAll"]);
    await client.apply(fix?.edit);
    assert.equal(client.document(uri).getText(), good.replace("2-3: 0.4", "2-3: 0.40000"));
    assert.deepEqual(await client.diagnostics(uri), []);
  });

  it("offers a fix that mends several problems once, and of hundreds of problems the first fixes", async () => {
    await using client = await LanguageClient.start();
    await client.open(uri, "model: stories260K\ngrid: 43\nlayers:\n  0-1: 0.2\n  2-3: 0.4\n  4: 0.3\n");
    const titles = (await actions(client, ["quickfix"])).map(({ title, diagnostics }) => [title, diagnostics?.length]);
    assert.deepEqual(titles, [["Round the layers to multiples of 43 neurons and keep the mean", 3]]);
    const text = client.document(uri).getText();
    const again = text.replace("grid: 43\n", "").replace(/ {2}4: .*\n/, "  4: 0.3\n".repeat(400));
    await client.edit(uri, [{ range: everything, newText: again }]);
    assert.equal((await client.diagnostics(uri)).length, 399);
    assert.equal((await actions(client, ["quickfix"])).length, 100);
    const [whole] = await actions(client, ["source.fixAll"]);
    await client.apply(whole?.edit);
    assert.deepEqual(await client.diagnostics(uri), []);
  });

  it("answers every feature", async () => {
    await using client = await LanguageClient.start();
    const text = `# one\n# two\n${good}`;
    await client.open(uri, text);
    const position = { line: 5, character: 8 };
    const hover = await client.ask<Hover>("textDocument/hover", uri, { position });
    const markdown = (hover.contents as MarkupContent).value;
    assert.match(markdown, /\*\*Layers 0-1\*\*: 20\.000 % removed/);
    assert.match(markdown, /\| KV groups \| \d+ \| \d+ \| 8 \|/);
    assert.match(markdown, /!\[[^\]]+\]\(data:image\/svg\+xml;base64,[\w+/=]+\)/);
    const symbols = await client.ask<DocumentSymbol[]>("textDocument/documentSymbol", uri);
    assert.deepEqual(
      symbols.map(({ name, detail, children }) => [name, detail, children?.length]),
      [
        ["model", "stories260K", 0],
        ["target", "0.3", 0],
        ["layers", "", 3],
      ],
    );
    assert.deepEqual(await client.ask<FoldingRange[]>("textDocument/foldingRange", uri), [
      { startLine: 4, endLine: 7, kind: "region" },
      { startLine: 0, endLine: 1, kind: "comment" },
    ]);
    const hints = await client.ask<InlayHint[]>("textDocument/inlayHint", uri, { range: everything });
    assert.deepEqual(
      hints.map(({ position: { line } }) => line),
      [5, 6, 7],
    );
    assert.match(String(hints[1]?.label), /^−1\/4 groups −\d+\/\d+ neurons$/);
    const links = await client.ask<DocumentLink[]>("textDocument/documentLink", uri);
    assert.deepEqual(
      links.map(({ target }) => target),
      [pathToFileURL(model).href],
    );
    const rewrites = (await actions(client, ["refactor"])).map(({ title }) => title);
    assert.deepEqual(rewrites.slice(0, 1), ["Split layers 0-1"]);
    await client.edit(uri, await client.ask<TextEdit[]>("textDocument/formatting", uri, { options: {} }));
    assert.match(
      client.document(uri).getText(),
      /target: 0\.30000\nlayers:\n {2}0-1: 0\.20000\n {2}2-3: 0\.40000\n {2}4: {3}0\.30000\n$/,
    );
    assert.deepEqual(await client.ask<TextEdit[]>("textDocument/formatting", uri, { options: {} }), []);
  });

  it("completes missing layers and what others measured", async () => {
    await using client = await LanguageClient.start();
    await client.open(uri, "model: stories260K\ntarget: 0.3\nlayers:\n  0: 0.5 # lock\n  \n");
    const rates = [0.1, 0.2, 0.3, 0.2, 0.3].map((rate) => ({ attention: rate, mlp: rate }));
    await client.connection.sendNotification("rateFile/known", {
      uri,
      measured: [],
      schedules: [{ title: "OWL", rates }],
    });
    const { isIncomplete, items } = await client.ask<CompletionList>("textDocument/completion", uri, {
      position: { line: 4, character: 2 },
    });
    assert.ok(isIncomplete, "asked for again when a number is typed");
    assert.deepEqual(
      items.map(({ label }) => label),
      ["1", "1-4", "uniform at 0.25000", "linear, later layers cut more", "OWL"],
    );
    const owl = items.at(-1);
    assert.ok(owl?.textEdit);
    await client.edit(uri, [owl.textEdit as TextEdit]);
    assert.deepEqual(await client.diagnostics(uri), []);
    assert.match(
      client.document(uri).getText(),
      / {2}0: 0\.5 # lock\n {2}1: 0\.20000\n {2}2: 0\.30000\n {2}3: 0\.20000\n {2}4: 0\.30000\n/,
    );
  });

  it("says in the hover what was last measured, and of which rates", async () => {
    await using client = await LanguageClient.start();
    await client.open(uri, good);
    const rate = { attention: 0.3, mlp: 0.3 };
    const measured = {
      model,
      rates: Array(5).fill(rate),
      perplexity: 12.5,
      dense: 9,
      protocol: "wiki (test), seqlen 512",
      at: "2026-01-02T03:04:05Z",
    };
    await client.connection.sendNotification("rateFile/known", { uri, measured: [measured], schedules: [] });
    const hover = await client.ask<Hover>("textDocument/hover", uri, { position: { line: 1, character: 2 } });
    assert.match(
      (hover.contents as MarkupContent).value,
      /Perplexity \*\*12\.50000\*\* \(dense 9\.00000\) on wiki \(test\), seqlen 512; measured 2026-01-02, of other rates than these/,
    );
    const rates = [0.2, 0.2, 0.4, 0.4, 0.3].map((each) => ({ attention: each, mlp: each }));
    const own = { ...measured, rates, perplexity: 11.5, at: "2026-01-01T03:04:05Z" };
    await client.connection.sendNotification("rateFile/known", { uri, measured: [own, measured], schedules: [] });
    const again = await client.ask<Hover>("textDocument/hover", uri, { position: { line: 1, character: 2 } });
    assert.match((again.contents as MarkupContent).value, /Perplexity \*\*11\.50000\*\*.*measured 2026-01-01$/m);
  });

  it("tells the model of a file, and that it changed", async (t) => {
    const folder = await copyOfSample(t);
    const file = pathToFileURL(join(folder, "a.prune")).href;
    await using client = await LanguageClient.start();
    const changes: LanguageClientNotifications["rateFile/modelChanged"][] = [];
    client.connection.onNotification("rateFile/modelChanged", (change: (typeof changes)[number]) => {
      changes.push(change);
    });
    await client.open(file, good.replace("stories260K", "here"));
    assert.deepEqual(await client.diagnostics(file), []);
    const known = await client.connection.sendRequest<RateFileModel>("rateFile/model", { uri: file });
    assert.deepEqual([known.folder, known.name, known.shape.layers.length], [join(folder, "here"), "here", 5]);
    await rm(join(folder, "here"), { recursive: true });
    await client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [] });
    await client.edit(file, [
      { range: { start: { line: 1, character: 8 }, end: { line: 1, character: 11 } }, newText: "0.30" },
    ]);
    const [lost] = await client.diagnostics(file);
    assert.deepEqual([lost?.code, lost?.severity], ["model-not-found", 2]);
    assert.deepEqual(
      changes.map(({ model: told }) => told?.name),
      ["here", undefined],
    );
  });

  it("keeps quiet about edges when the settings say so", async () => {
    const deep = "model: stories260K\ntarget: 0.3\nlayers:\n  0: 0.5\n  1-4: 0.25\n";
    await using quiet = await LanguageClient.start({ edgeHints: false });
    await quiet.open(uri, deep);
    assert.deepEqual(await quiet.diagnostics(uri), []);
    await quiet.connection.sendNotification("workspace/didChangeConfiguration", { settings: { edgeHints: true } });
    await quiet.edit(uri, [
      { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, newText: "# x\n" },
    ]);
    assert.deepEqual(
      (await quiet.diagnostics(uri)).map(({ code, severity }) => [code, severity]),
      [["edge-layer-cut-deeper", 4]],
    );
  });

  it("answers for the text that it was asked about, also when that changes meanwhile", async () => {
    await using client = await LanguageClient.start();
    const off = good.replace("0.3\nlayers", "0.4\nlayers");
    await client.open(uri, off);
    // Both on their way before the server has looked at the model folder for the first of them.
    const asked = client.ask<CodeAction[]>("textDocument/codeAction", uri, {
      range: everything,
      context: { diagnostics: [], only: ["quickfix"] },
    });
    const top = { line: 0, character: 0 };
    await client.edit(uri, [{ range: { start: top, end: top }, newText: "# one\n# two\n" }]);
    const change = (await asked).at(-1)?.edit?.documentChanges?.[0];
    assert.ok(change && "edits" in change);
    assert.equal(change.textDocument.version, 1);
    const before = TextDocument.create(uri, "pruning-rates", 1, off);
    assert.equal(
      TextDocument.applyEdits(before, change.edits as TextEdit[]),
      off.replace("0.4\nlayers", "0.30000\nlayers"),
    );
  });

  it("checks again when a model of the workspace changes, and when the file is saved", async (t) => {
    const folder = await copyOfSample(t);
    const file = pathToFileURL(join(folder, "a.prune")).href;
    await using client = await LanguageClient.start();
    const [registration] = (await client.watched).registrations;
    assert.equal(registration?.method, "workspace/didChangeWatchedFiles");
    await client.open(file, good.replace("stories260K", "there"));
    assert.deepEqual(
      (await client.diagnostics(file)).map(({ code }) => code),
      ["model-not-found"],
    );
    await rename(join(folder, "here"), join(folder, "there"));
    await client.connection.sendNotification("textDocument/didSave", { textDocument: { uri: file } });
    assert.deepEqual(await client.nextDiagnostics(file), []);
  });

  it("finds the model of the other side of a comparison", async () => {
    await using client = await LanguageClient.start();
    const other = `${uri.replace("file://", "git:")}?%7B%22ref%22%3A%22HEAD%22%7D`;
    await client.open(other, good);
    assert.deepEqual(await client.diagnostics(other), []);
    assert.ok(await client.connection.sendRequest<RateFileModel | null>("rateFile/model", { uri: other }));
  });

  it("renames the layers of a line", async () => {
    await using client = await LanguageClient.start();
    await client.open(uri, good);
    const position = { line: 3, character: 3 };
    assert.deepEqual(await client.ask("textDocument/prepareRename", uri, { position }), {
      range: { start: { line: 3, character: 2 }, end: { line: 3, character: 5 } },
      placeholder: "0-1",
    });
    const nothing = { position: { line: 1, character: 2 } };
    assert.equal(await client.ask("textDocument/prepareRename", uri, nothing), null);
    await assert.rejects(client.ask("textDocument/rename", uri, { position, newName: "0-9" }), {
      message: "There are layers 0 to 4 only.",
    });
    await client.apply(await client.ask<WorkspaceEdit>("textDocument/rename", uri, { position, newName: "0-2" }));
    assert.equal(client.document(uri).getText(), good.replace("0-1", "0-2").replace("2-3", "3"));
  });

  it("ends when the editor says so", async () => {
    const client = await LanguageClient.start();
    assert.equal(client.capabilities.hoverProvider, true);
    assert.equal(await client.stop(), 0);
  });
});

async function copyOfSample(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "self-pruner-rates-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await cp(model, join(folder, "here"), { recursive: true });
  return folder;
}
