import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { LanguageServerSettings, RateFileKnowledge } from "../protocol/language-server.ts";
import { type CheckedRateFile, checkRateFile, type Surroundings } from "../ratefile/check.ts";
import { type Knowledge, nothingKnown } from "../ratefile/services/known.ts";

interface Checked {
  readonly version: number;
  readonly file: Promise<CheckedRateFile>;
}

/** Checks documents: each version once, however many features ask for it. */
export class RateDocuments {
  readonly #surroundings: Surroundings;
  readonly #checked = new Map<string, Checked>();
  readonly #known = new Map<string, Knowledge>();
  #settings: LanguageServerSettings;

  constructor(surroundings: Surroundings, settings: LanguageServerSettings) {
    this.#surroundings = surroundings;
    this.#settings = settings;
  }

  get settings(): LanguageServerSettings {
    return this.#settings;
  }

  /** Documents are checked anew under other settings. */
  set settings(settings: LanguageServerSettings) {
    this.#settings = settings;
    this.forget();
  }

  /** The document as its present text says it is. */
  check(document: TextDocument): Promise<CheckedRateFile> {
    const { uri, version } = document;
    const cached = this.#checked.get(uri);
    if (cached?.version === version) return cached.file;
    const file = checkRateFile(document.getText(), pathOf(uri), this.#surroundings, this.#settings);
    this.#checked.set(uri, { version, file });
    return file;
  }

  /** Checks again what is asked for next: a model may have changed on disk. */
  forget(): void {
    this.#checked.clear();
  }

  close(uri: string): void {
    this.#checked.delete(uri);
    this.#known.delete(uri);
  }

  /** What the editor knows of a file. */
  known(uri: string): Knowledge {
    return this.#known.get(uri) ?? nothingKnown;
  }

  learn({ uri, measured, schedules }: RateFileKnowledge): void {
    this.#known.set(uri, { measured, schedules });
  }
}

/**
 * Where relative paths of a document start. Other schemes than `file` carry the same path (`git:/folder/a.prune?…`, the
 * other side of a comparison); a document that was never saved lies in the working folder.
 */
function pathOf(uri: string): string {
  if (uri.startsWith("file:")) return fileURLToPath(uri);
  const path = /^[\w+.-]+:(?:\/\/)?(\/[^?#]*)/.exec(uri)?.[1];
  return path === undefined ? resolve("untitled.prune") : fileURLToPath(`file://${path}`);
}
