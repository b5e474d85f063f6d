import * as vscode from "vscode";
import type { RateFileModel } from "../../protocol/language-server.ts";
import { type RateDocument, readRateDocument } from "../../ratefile/document.ts";
import { LANGUAGE } from "../rates/open-rate-file.ts";

/** A text as it was read, and what it was read with. */
interface Reading {
  readonly version: number;
  readonly model: RateFileModel | undefined;
  readonly document: RateDocument;
}

/**
 * The open rate files as they are now, read with the model that the language server found for each. Read once per version,
 * however many look at it.
 */
export class RateDocuments implements vscode.Disposable {
  readonly #models = new Map<string, RateFileModel>();
  readonly #readings = new WeakMap<vscode.TextDocument, Reading>();
  readonly #changed = new vscode.EventEmitter<vscode.TextDocument>();
  /** The text or the model of a rate file is another one. */
  readonly onChanged = this.#changed.event;
  readonly #modelFound = new vscode.EventEmitter<vscode.TextDocument>();
  /** The model of a rate file is another one. */
  readonly onModel = this.#modelFound.event;
  readonly #registration: vscode.Disposable;

  constructor() {
    this.#registration = vscode.Disposable.from(
      this.#changed,
      this.#modelFound,
      vscode.workspace.onDidOpenTextDocument((document) => this.#tell(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#tell(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => void this.#models.delete(uri.toString())),
    );
  }

  read(document: vscode.TextDocument): RateDocument {
    const model = this.modelOf(document.uri);
    const known = this.#readings.get(document);
    if (known?.version === document.version && known.model === model) return known.document;
    const reading = { version: document.version, model, document: readRateDocument(document.getText(), model) };
    this.#readings.set(document, reading);
    return reading.document;
  }

  /** The model that a file names; undefined until it was opened, and while it cannot be. */
  modelOf(uri: vscode.Uri): RateFileModel | undefined {
    return this.#models.get(uri.toString());
  }

  /** The language server found another model for a file, or none. */
  setModel(uri: string, model: RateFileModel | undefined): void {
    if (model) this.#models.set(uri, model);
    else this.#models.delete(uri);
    const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri);
    if (!document) return;
    this.#tell(document);
    this.#modelFound.fire(document);
  }

  dispose(): void {
    this.#registration.dispose();
  }

  #tell(document: vscode.TextDocument): void {
    if (document.languageId === LANGUAGE) this.#changed.fire(document);
  }
}
