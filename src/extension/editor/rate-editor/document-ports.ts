import { basename } from "node:path";
import * as vscode from "vscode";
import type { EditorCommand } from "../../../protocol/rate-editor.ts";
import type { TextEdit } from "../../../ratefile/edits.ts";
import { type Problem, type ProblemCode, problemSeverities, type TextRange } from "../../../ratefile/problem.ts";
import type { RateDocuments } from "../rate-documents.ts";
import type { EditedFile } from "./rates-view.ts";

/** Problems of what a file names, which the language server finds: the parser opens no files. */
const FOUND: readonly ProblemCode[] = ["model-not-found", "model-unsupported", "model-unreadable", "text-not-found"];

/** The document behind a rate editor: reads it, changes it in steps of its undo, and shows places of it. */
export class EditedDocument {
  readonly #documents: RateDocuments;
  #document: vscode.TextDocument;
  #readOnly: string | undefined;
  #revealed: vscode.Selection | undefined;

  constructor(documents: RateDocuments, document: vscode.TextDocument) {
    this.#documents = documents;
    this.#document = document;
  }

  get uri(): vscode.Uri {
    return this.#document.uri;
  }

  isOf(document: vscode.TextDocument): boolean {
    return document.uri.toString() === this.uri.toString();
  }

  file(): EditedFile {
    const document = this.#document;
    return {
      name: basename(document.uri.path),
      version: document.version,
      document: this.#documents.read(document),
      found: foundProblems(document),
      readOnly: this.#readOnly,
    };
  }

  /** Opens it again, when VS Code has closed it because no editor shows it, and looks whether it can be written. */
  async refresh(): Promise<void> {
    this.#document = await vscode.workspace.openTextDocument(this.uri);
    this.#readOnly = await whyReadOnly(this.uri);
  }

  /** @returns false when VS Code refused the edits, or would lose them */
  async apply(edits: readonly TextEdit[]): Promise<boolean> {
    const before = this.#document.getText();
    if (!(await this.#replace(edits))) return false;
    if (!(await this.#isLost(before))) return true;
    await this.#replace([{ range: { start: 0, end: this.#document.getText().length }, text: before }]);
    return false;
  }

  async #replace(edits: readonly TextEdit[]): Promise<boolean> {
    const edit = new vscode.WorkspaceEdit();
    for (const { range, text } of edits) edit.replace(this.uri, this.#rangeOf(range), text);
    return vscode.workspace.applyEdit(edit);
  }

  /**
   * Whether the text has changed and is neither saved nor to be saved: VS Code changes a text whose editor is read-only (by
   * a setting, or for the session) when an extension asks for it, but does not take it for changed.
   */
  async #isLost(before: string): Promise<boolean> {
    const { uri, isDirty } = this.#document;
    if (isDirty || this.#document.getText() === before) return false;
    const saved = await Promise.resolve(vscode.workspace.fs.readFile(uri)).catch(() => undefined);
    return saved !== undefined && new TextDecoder().decode(saved) === before;
  }

  /** Selects a place wherever the text is shown, without taking the focus. */
  reveal(range: TextRange): void {
    const place = this.#rangeOf(range);
    const selection = new vscode.Selection(place.start, place.end);
    this.#revealed = selection;
    for (const editor of vscode.window.visibleTextEditors) {
      if (!this.isOf(editor.document)) continue;
      editor.selection = selection;
      editor.revealRange(place, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    }
  }

  /** Whether a selection is the one that was made to reveal a place: an echo, not what a person did. */
  isRevealed(selection: vscode.Selection): boolean {
    return this.#revealed?.isEqual(selection) ?? false;
  }

  /** Shows the text with a place selected, and gives it the focus. */
  async open(range?: TextRange): Promise<void> {
    const selection = range && this.#rangeOf(range);
    await vscode.window.showTextDocument(this.#document, {
      viewColumn: this.#column(),
      ...(selection && { selection }),
    });
  }

  /** @param back gives the focus back: VS Code undoes in the editor that has it, and in no other */
  async run(command: EditorCommand, back: () => void): Promise<void> {
    switch (command) {
      case "undo":
      case "redo":
        await this.open();
        await vscode.commands.executeCommand(command);
        return back();
      case "save":
        return void (await this.#document.save());
      case "compare":
        return void (await vscode.commands.executeCommand("selfPruner.compareRates", this.uri));
      case "showText":
        return this.open();
    }
  }

  /** Where the text is shown, or was last. */
  #column(): vscode.ViewColumn {
    const shown = vscode.window.visibleTextEditors.find((editor) => this.isOf(editor.document))?.viewColumn;
    const group = vscode.window.tabGroups.all.find(({ tabs }) =>
      tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === this.uri.toString()),
    );
    return shown ?? group?.viewColumn ?? vscode.ViewColumn.One;
  }

  #rangeOf({ start, end }: TextRange): vscode.Range {
    return new vscode.Range(this.#document.positionAt(start), this.#document.positionAt(end));
  }
}

function foundProblems(document: vscode.TextDocument): Problem[] {
  return vscode.languages.getDiagnostics(document.uri).flatMap(({ code, message, range }) => {
    const known = FOUND.find((each) => each === (typeof code === "object" ? code.value : code));
    if (!known) return [];
    const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)];
    return [{ code: known, severity: problemSeverities[known], message, range: { start, end } }];
  });
}

async function whyReadOnly(uri: vscode.Uri): Promise<string | undefined> {
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) === false) return "This file cannot be changed here.";
  const { permissions } = await Promise.resolve(vscode.workspace.fs.stat(uri)).catch(() => ({
    permissions: undefined,
  }));
  return permissions === vscode.FilePermission.Readonly ? "This file is read-only." : undefined;
}
