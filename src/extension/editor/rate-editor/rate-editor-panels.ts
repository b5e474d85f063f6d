import { basename } from "node:path";
import * as vscode from "vscode";
import type { BesideRates, RateEditorState } from "../../../protocol/rate-editor.ts";
import { panelIcon } from "../../panel/panel-icon.ts";
import { RATE_EDITOR } from "../names.ts";
import type { NamedRates, RateEditors } from "../rate-editors.ts";
import { RateEditorPanel, type RateEditorServices } from "./rate-editor-panel.ts";
import { readRateEditorState } from "./read-message.ts";

/** The rate editors of this window, one for each file. They go with their files. */
export class RateEditorPanels implements RateEditors, vscode.Disposable {
  readonly #services: RateEditorServices;
  /** By the URI of the file. */
  readonly #panels = new Map<string, RateEditorPanel>();
  readonly #registration: vscode.Disposable;

  constructor(services: RateEditorServices) {
    this.#services = services;
    this.#registration = vscode.workspace.onDidRenameFiles(({ files }) => {
      for (const { oldUri, newUri } of files) void services.errors.guard(() => this.#follow(oldUri, newUri));
    });
  }

  open(document: vscode.TextDocument, beside?: NamedRates): void {
    const open = this.#panels.get(document.uri.toString());
    if (open) open.reveal(beside);
    else this.#show(document, vscode.ViewColumn.Beside, beside);
  }

  /** A tab from before the window was reloaded. One whose file is gone would stay empty for good. */
  async restore(panel: vscode.WebviewPanel, kept: unknown): Promise<void> {
    const state = readRateEditorState(kept);
    const uri = state && vscode.Uri.parse(state.file);
    const document = uri && (await openIfThere(uri));
    if (!document || this.#panels.has(document.uri.toString())) panel.dispose();
    else this.#adopt(panel, document, state);
  }

  dispose(): void {
    this.#registration.dispose();
  }

  #show(document: vscode.TextDocument, viewColumn: vscode.ViewColumn, beside: BesideRates | undefined): void {
    const title = `Rates: ${basename(document.uri.path)}`;
    const place = { viewColumn, preserveFocus: false };
    const panel = vscode.window.createWebviewPanel(RATE_EDITOR, title, place, { retainContextWhenHidden: false });
    this.#adopt(panel, document, { file: document.uri.toString(), beside });
  }

  /** A file that has another name keeps its rate editor, which has to be made anew: its page names the file. */
  async #follow(from: vscode.Uri, to: vscode.Uri): Promise<void> {
    const old = this.#panels.get(from.toString());
    if (!old) return;
    const { viewColumn = vscode.ViewColumn.Beside, beside } = old;
    old.dispose();
    this.#show(await vscode.workspace.openTextDocument(to), viewColumn, beside);
  }

  #adopt(panel: vscode.WebviewPanel, document: vscode.TextDocument, state: RateEditorState): void {
    const key = document.uri.toString();
    panel.iconPath = panelIcon(this.#services.extensionUri);
    const own = new RateEditorPanel(this.#services, panel, document, { ...state, beside: plain(state.beside) });
    const watch = whenDeleted(document.uri, () => own.dispose());
    this.#panels.set(key, own);
    panel.onDidDispose(() => {
      watch.dispose();
      this.#panels.delete(key);
    });
  }
}

/** Without what does not belong on the wire. */
function plain(beside: BesideRates | undefined): BesideRates | undefined {
  return beside && { name: beside.name, rates: beside.rates.map(({ attention, mlp }) => ({ attention, mlp })) };
}

async function openIfThere(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  return Promise.resolve(vscode.workspace.openTextDocument(uri)).catch(() => undefined);
}

/** A file that is written anew is deleted, too, for a moment: it is gone when it is not there after that. */
function whenDeleted(uri: vscode.Uri, then: () => void): vscode.Disposable {
  const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(uri, ".."), basename(uri.path));
  const watcher = vscode.workspace.createFileSystemWatcher(pattern, true, true, false);
  watcher.onDidDelete(() => void vscode.workspace.fs.stat(uri).then(undefined, then));
  return watcher;
}
