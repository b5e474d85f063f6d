import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import {
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type RegistrationParams,
  StreamMessageReader,
  StreamMessageWriter,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";

const program = fileURLToPath(new URL("../../src/language-server/main.ts", import.meta.url));

/** The language server as a process of its own, with one editor that keeps documents in step with it. */
export class LanguageClient implements AsyncDisposable {
  readonly connection: ProtocolConnection;
  readonly capabilities: InitializeResult["capabilities"];
  /** What the server asks to be told of beyond documents. */
  readonly watched: Promise<RegistrationParams>;
  readonly #documents = new Map<string, TextDocument>();
  readonly #published: PublishDiagnosticsParams[];
  readonly #waiting: Set<() => void>;
  readonly #ended: Promise<number | null>;

  private constructor(parts: {
    connection: ProtocolConnection;
    result: InitializeResult;
    published: PublishDiagnosticsParams[];
    waiting: Set<() => void>;
    ended: Promise<number | null>;
    watched: Promise<RegistrationParams>;
  }) {
    this.connection = parts.connection;
    this.capabilities = parts.result.capabilities;
    this.#published = parts.published;
    this.#waiting = parts.waiting;
    this.#ended = parts.ended;
    this.watched = parts.watched;
  }

  static async start(initializationOptions?: unknown): Promise<LanguageClient> {
    const child = spawn(process.execPath, [program, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
    const connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    const published: PublishDiagnosticsParams[] = [];
    const waiting = new Set<() => void>();
    connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
      published.push(params);
      for (const look of waiting) look();
    });
    connection.listen();
    const watched = Promise.withResolvers<RegistrationParams>();
    connection.onRequest("client/registerCapability", (params: RegistrationParams) => watched.resolve(params));
    const capabilities = { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } };
    const params = { processId: process.pid, rootUri: null, capabilities, initializationOptions };
    const result = await connection.sendRequest<InitializeResult>("initialize", params);
    await connection.sendNotification("initialized", {});
    return new LanguageClient({ connection, result, published, waiting, ended, watched: watched.promise });
  }

  async open(uri: string, text: string): Promise<void> {
    const document = TextDocument.create(uri, "pruning-rates", 1, text);
    this.#documents.set(uri, document);
    await this.connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: "pruning-rates", version: 1, text },
    });
  }

  /** Applies edits as an editor does, and tells the server of the changes alone. */
  async edit(uri: string, edits: readonly TextEdit[]): Promise<void> {
    const document = this.document(uri);
    const version = document.version + 1;
    // From the last to the first, so that each range is still that of the text that it changes.
    const contentChanges = edits
      .toSorted((a, b) => document.offsetAt(b.range.start) - document.offsetAt(a.range.start))
      .map(({ range, newText }) => ({ range, text: newText }));
    this.#documents.set(
      uri,
      TextDocument.create(uri, "pruning-rates", version, TextDocument.applyEdits(document, [...edits])),
    );
    await this.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges,
    });
  }

  async apply(edit: WorkspaceEdit | undefined): Promise<void> {
    for (const change of edit?.documentChanges ?? []) {
      if ("edits" in change) await this.edit(change.textDocument.uri, change.edits as TextEdit[]);
    }
  }

  document(uri: string): TextDocument {
    const document = this.#documents.get(uri);
    if (!document) throw new Error(`${uri} is not open`);
    return document;
  }

  /** The diagnostics of the document as it is now. */
  async diagnostics(uri: string): Promise<Diagnostic[]> {
    return await this.#diagnosticsFrom(uri, 0);
  }

  /** The diagnostics that come after those that were asked for, of the same text. */
  async nextDiagnostics(uri: string): Promise<Diagnostic[]> {
    return await this.#diagnosticsFrom(uri, this.#published.length);
  }

  async #diagnosticsFrom(uri: string, first: number): Promise<Diagnostic[]> {
    const { version } = this.document(uri);
    const found = () => this.#published.slice(first).findLast((each) => each.uri === uri && each.version === version);
    while (!found()) {
      await new Promise<void>((resolve) => {
        const look = () => {
          this.#waiting.delete(look);
          resolve();
        };
        this.#waiting.add(look);
      });
    }
    return found()?.diagnostics ?? [];
  }

  /** A request about a document. */
  async ask<T>(method: string, uri: string, params: object = {}): Promise<T> {
    return await this.connection.sendRequest<T>(method, { textDocument: { uri }, ...params });
  }

  /** Ends the server as an editor does; resolves to its exit code. */
  async stop(): Promise<number | null> {
    await this.connection.sendRequest("shutdown");
    await this.connection.sendNotification("exit");
    return await this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    this.connection.dispose();
  }
}
