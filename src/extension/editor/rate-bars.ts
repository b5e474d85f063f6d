import * as vscode from "vscode";
import { HEATS } from "../../protocol/rate-heat.ts";
import { layerProfile } from "../../ratefile/services/layer-profile.ts";
import { LANGUAGE } from "../rates/open-rate-file.ts";
import { type Bar, barsOf } from "./bars.ts";
import { meanText } from "./mean-text.ts";
import { BARS_SETTING } from "./names.ts";
import type { RateDocuments } from "./rate-documents.ts";

/**
 * Draws the rates of a file into its text: a bar before each of them, a mark in the overview ruler, and the mean against
 * the target behind the first line. Colours are theme colours, so they follow the theme by themselves.
 */
export class RateBars implements vscode.Disposable {
  readonly #documents: RateDocuments;
  readonly #heats: readonly vscode.TextEditorDecorationType[];
  readonly #mean: vscode.TextEditorDecorationType;
  readonly #registration: vscode.Disposable;
  /** Editors to be drawn at the end of this turn: typing fires more than once a keystroke. */
  readonly #due = new Set<vscode.TextEditor>();
  /** Editors with bars in them, which stay when the file's language becomes another one. */
  readonly #drawn = new WeakSet<vscode.TextEditor>();
  #isScheduled = false;

  constructor(documents: RateDocuments) {
    this.#documents = documents;
    this.#heats = Array.from({ length: HEATS }, (_, heat) => heatType(heat));
    this.#mean = vscode.window.createTextEditorDecorationType({
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    });
    this.#registration = vscode.Disposable.from(
      ...this.#heats,
      this.#mean,
      documents.onChanged((document) => this.#schedule(editorsOf(document))),
      vscode.workspace.onDidOpenTextDocument((document) => this.#schedule(editorsOf(document))),
      vscode.window.onDidChangeVisibleTextEditors((editors) => this.#schedule(editors)),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(`selfPruner.${BARS_SETTING}`)) this.#schedule(vscode.window.visibleTextEditors);
      }),
    );
    this.#schedule(vscode.window.visibleTextEditors);
  }

  dispose(): void {
    this.#registration.dispose();
  }

  #schedule(editors: readonly vscode.TextEditor[]): void {
    for (const editor of editors) if (isRateFile(editor) || this.#drawn.has(editor)) this.#due.add(editor);
    if (this.#isScheduled || this.#due.size === 0) return;
    this.#isScheduled = true;
    setImmediate(() => this.#drawDue());
  }

  #drawDue(): void {
    this.#isScheduled = false;
    const due = [...this.#due];
    this.#due.clear();
    for (const editor of due) this.#draw(editor);
  }

  #draw(editor: vscode.TextEditor): void {
    const isOn = isRateFile(editor) && vscode.workspace.getConfiguration("selfPruner").get(BARS_SETTING) !== false;
    const profile = isOn ? layerProfile(this.#documents.read(editor.document)) : undefined;
    const bars = profile ? barsOf(profile) : [];
    for (const [heat, type] of this.#heats.entries()) {
      const own = bars.filter((bar) => bar.heat === heat);
      editor.setDecorations(
        type,
        own.map((bar) => barDecoration(editor.document, bar)),
      );
    }
    const mean = profile && meanText(profile);
    editor.setDecorations(this.#mean, mean ? [meanDecoration(editor.document, mean.text, mean.met)] : []);
    if (isOn) this.#drawn.add(editor);
    else this.#drawn.delete(editor);
  }
}

function isRateFile({ document }: vscode.TextEditor): boolean {
  return document.languageId === LANGUAGE;
}

function heatType(heat: number): vscode.TextEditorDecorationType {
  const colour = new vscode.ThemeColor(`selfPruner.rate${heat + 1}`);
  return vscode.window.createTextEditorDecorationType({
    overviewRulerColor: colour,
    overviewRulerLane: vscode.OverviewRulerLane.Left,
    before: { contentText: "\u200b", backgroundColor: colour, height: "0.75em" },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
}

function barDecoration(document: vscode.TextDocument, { range, width, rest }: Bar): vscode.DecorationOptions {
  return {
    range: new vscode.Range(document.positionAt(range.start), document.positionAt(range.end)),
    renderOptions: { before: { width: `${width}em`, margin: `0 ${rest}em 0 0` } },
  };
}

function meanDecoration(
  document: vscode.TextDocument,
  text: string,
  met: boolean | undefined,
): vscode.DecorationOptions {
  const end = document.lineAt(0).range.end;
  const mark = met === undefined ? "" : met ? "✓ " : "✗ ";
  const colour = met === false ? "editorWarning.foreground" : "editorCodeLens.foreground";
  return {
    range: new vscode.Range(end, end),
    renderOptions: {
      after: { contentText: `${mark}${text}`, color: new vscode.ThemeColor(colour), margin: "0 0 0 2em" },
    },
  };
}

function editorsOf(document: vscode.TextDocument): vscode.TextEditor[] {
  return vscode.window.visibleTextEditors.filter((editor) => editor.document === document);
}
