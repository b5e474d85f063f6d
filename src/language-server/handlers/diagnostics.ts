import type { Connection, TextDocuments } from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { LanguageClientNotifications, RateFileModel } from "../../protocol/language-server.ts";
import type { CheckedRateFile } from "../../ratefile/check.ts";
import type { RateDocuments } from "../rate-documents.ts";
import { diagnosticOf } from "../to-lsp.ts";

/** Milliseconds from one check of a document to the next: changes that come faster are checked together. */
const PAUSE = 12;

/** Publishes the problems of open documents as they change, each for the version that it was found in. */
export class Diagnostics {
  readonly #connection: Connection;
  readonly #open: TextDocuments<TextDocument>;
  readonly #rates: RateDocuments;
  readonly #waiting = new Map<string, NodeJS.Timeout>();
  /** When each document was last checked, by the clock of `performance`. */
  readonly #checked = new Map<string, number>();
  readonly #models = new Map<string, RateFileModel | null>();

  constructor(connection: Connection, open: TextDocuments<TextDocument>, rates: RateDocuments) {
    this.#connection = connection;
    this.#open = open;
    this.#rates = rates;
    open.onDidChangeContent(({ document }) => this.#schedule(document.uri));
    open.onDidClose(({ document }) => this.#close(document.uri));
  }

  /** Checks all open documents again. */
  refresh(): void {
    for (const { uri } of this.#open.all()) this.#schedule(uri);
  }

  /** A single change is checked at once, for somebody looks at what it does. */
  #schedule(uri: string): void {
    if (this.#waiting.has(uri)) return;
    const next = (this.#checked.get(uri) ?? Number.NEGATIVE_INFINITY) + PAUSE;
    const timer = setTimeout(
      () => {
        this.#waiting.delete(uri);
        this.#checked.set(uri, performance.now());
        this.#publish(uri).catch((thrown: unknown) => this.#connection.console.error(String(thrown)));
      },
      Math.max(0, next - performance.now()),
    );
    this.#waiting.set(uri, timer);
  }

  async #publish(uri: string): Promise<void> {
    const document = this.#open.get(uri);
    if (!document) return;
    const { version } = document;
    const checked = await this.#rates.check(document);
    // A newer version is on its way already; its positions are other ones.
    if (this.#open.get(uri)?.version !== version) return;
    await this.#tellModel(uri, modelOf(checked));
    const diagnostics = checked.problems.map((problem) => diagnosticOf(document, problem));
    await this.#connection.sendDiagnostics({ uri, version, diagnostics });
  }

  async #tellModel(uri: string, model: RateFileModel | null): Promise<void> {
    const before = this.#models.get(uri);
    if (before !== undefined && before?.shape === model?.shape && before?.folder === model?.folder) return;
    this.#models.set(uri, model);
    const told: LanguageClientNotifications["rateFile/modelChanged"] = { uri, model };
    await this.#connection.sendNotification("rateFile/modelChanged", told);
  }

  #close(uri: string): void {
    clearTimeout(this.#waiting.get(uri));
    this.#waiting.delete(uri);
    this.#checked.delete(uri);
    this.#models.delete(uri);
    this.#rates.close(uri);
    this.#connection.sendDiagnostics({ uri, diagnostics: [] }).catch(() => {});
  }
}

/** The model of a checked file as it goes over the wire. */
export function modelOf({ model, folder }: CheckedRateFile): RateFileModel | null {
  if (!model || folder === undefined) return null;
  const { name, shape, parameterBytes } = model;
  return { folder, name, shape, parameterBytes };
}
