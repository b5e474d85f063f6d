import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type { BesideRates, RateEditorState } from "../../../protocol/rate-editor.ts";
import type { ErrorReporter } from "../../errors.ts";
import { panelHtml } from "../../panel/panel-html.ts";
import type { RateDocuments } from "../rate-documents.ts";
import { EditedDocument } from "./document-ports.ts";
import { RateEditorSession } from "./rate-editor-session.ts";
import { readRateEditorMessage } from "./read-message.ts";

/** What every rate editor of a window is given. */
export interface RateEditorServices {
  readonly extensionUri: vscode.Uri;
  readonly documents: RateDocuments;
  readonly errors: ErrorReporter;
  readonly log: vscode.LogOutputChannel;
}

/** Milliseconds in which VS Code has handed the focus on to a page. */
const HANDED_ON = 100;

/** One tab with its webview. Its content is thrown away while it is hidden and made anew when it is seen again. */
export class RateEditorPanel {
  readonly #services: RateEditorServices;
  readonly #panel: vscode.WebviewPanel;
  readonly #document: EditedDocument;
  readonly #session: RateEditorSession;
  readonly #registration: vscode.Disposable;
  #isScheduled = false;
  #handOver: NodeJS.Timeout | undefined;

  constructor(
    services: RateEditorServices,
    panel: vscode.WebviewPanel,
    document: vscode.TextDocument,
    state: RateEditorState,
  ) {
    this.#services = services;
    this.#panel = panel;
    this.#document = new EditedDocument(services.documents, document);
    this.#session = this.#makeSession(state.beside);
    this.#registration = vscode.Disposable.from(...this.#follow());
    panel.onDidDispose(() => {
      this.#registration.dispose();
      clearTimeout(this.#handOver);
    });
    panel.webview.options = { enableScripts: true, localResourceRoots: [this.#folder] };
    panel.webview.onDidReceiveMessage((message) => void services.errors.guard(() => this.#hear(message)));
    panel.webview.html = this.#html(state);
    void services.errors.guard(() => this.#reopen());
  }

  get viewColumn(): vscode.ViewColumn | undefined {
    return this.#panel.viewColumn;
  }

  /** What is laid beside the rates of the file. */
  get beside(): BesideRates | undefined {
    return this.#session.beside;
  }

  /** Shows it in front, with other rates beside those of the file, or none. */
  reveal(beside: BesideRates | undefined): void {
    this.#session.layBeside(beside);
    this.#panel.reveal(undefined, false);
  }

  dispose(): void {
    this.#panel.dispose();
  }

  /**
   * Gives the focus to the page. VS Code hands it on within some milliseconds, unless it hears too late that the frame of the page
   * has it; asked once more, it knows.
   */
  #takeFocus(): void {
    const panel = this.#panel;
    panel.reveal(panel.viewColumn, false);
    clearTimeout(this.#handOver);
    this.#handOver = setTimeout(() => panel.active && panel.reveal(panel.viewColumn, false), HANDED_ON);
  }

  #makeSession(beside: BesideRates | undefined): RateEditorSession {
    const [document, panel] = [this.#document, this.#panel];
    return new RateEditorSession(
      {
        file: () => document.file(),
        apply: (edits) => document.apply(edits),
        // What is sent while no script runs is lost, and sent again when it asks.
        post: (message) => void panel.webview.postMessage(message),
        run: (command) => document.run(command, () => this.#takeFocus()),
        reveal: (range) => document.reveal(range),
        open: (range) => document.open(range),
        log: (text) => this.#services.log.error(`rate editor: ${text}`),
      },
      beside,
    );
  }

  #follow(): vscode.Disposable[] {
    const document = this.#document;
    return [
      this.#services.documents.onChanged((changed) => {
        if (document.isOf(changed)) this.#schedule();
      }),
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        if (uris.some((uri) => uri.toString() === document.uri.toString())) this.#schedule();
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections: [first], kind }) => {
        // Without a kind it was an edit that moved the cursor, not a person.
        if (kind !== undefined && document.isOf(textEditor.document)) this.#tellSelection(textEditor.document, first);
      }),
      vscode.workspace.onDidCloseTextDocument((closed) => {
        if (document.isOf(closed)) void this.#services.errors.guard(() => this.#reopen());
      }),
    ];
  }

  /** At the end of this turn: typing fires more than once a keystroke. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      if (this.#panel.visible) this.#session.changed();
    });
  }

  #tellSelection(document: vscode.TextDocument, selection: vscode.Selection | undefined): void {
    if (!selection || !this.#panel.visible || this.#document.isRevealed(selection)) return;
    this.#session.textSelected({ start: document.offsetAt(selection.start), end: document.offsetAt(selection.end) });
  }

  /** VS Code closes a text that no editor shows; a new one that was never saved is gone then. */
  async #reopen(): Promise<void> {
    if (this.#document.uri.scheme === "untitled") return this.#disposeIfGone();
    await this.#document.refresh();
    this.#schedule();
  }

  #disposeIfGone(): void {
    if (!vscode.workspace.textDocuments.some((open) => this.#document.isOf(open))) this.dispose();
  }

  async #hear(received: unknown): Promise<void> {
    const message = readRateEditorMessage(received);
    if (message) return this.#session.hear(message);
    this.#services.log.warn("A rate editor sent a message that is none; it was ignored.");
  }

  get #folder(): vscode.Uri {
    return vscode.Uri.joinPath(this.#services.extensionUri, "dist", "webview");
  }

  #html(state: RateEditorState): string {
    const { webview, title } = this.#panel;
    const file = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(this.#folder, name)).toString();
    return panelHtml({
      title,
      script: file("rate-editor.js"),
      style: file("rate-editor.css"),
      source: webview.cspSource,
      nonce: randomBytes(16).toString("hex"),
      state,
    });
  }
}
