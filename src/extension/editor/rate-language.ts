import * as vscode from "vscode";
import {
  CloseAction,
  type CloseHandlerResult,
  ErrorAction,
  LanguageClient,
  type ServerOptions,
  TransportKind,
} from "vscode-languageclient/node";
import { secretsTakenOut } from "../../base/environment.ts";
import type {
  LanguageClientNotifications,
  LanguageServerNotifications,
  LanguageServerSettings,
  RateFileKnowledge,
} from "../../protocol/language-server.ts";
import { EDITABLE } from "../rates/open-rate-file.ts";
import type { RateDocuments } from "./rate-documents.ts";
import { ServerEnds } from "./server-ends.ts";

/** The method of `LanguageClientNotifications` and of `LanguageServerNotifications` that is used here. */
const MODEL_CHANGED = "rateFile/modelChanged" satisfies keyof LanguageClientNotifications;
const KNOWN = "rateFile/known" satisfies keyof LanguageServerNotifications;

/** The client of the language server of rate files: VS Code shows what it says; models go to the documents. */
export class RateLanguage implements vscode.Disposable {
  readonly #client: LanguageClient;
  readonly #settings: () => LanguageServerSettings;
  readonly #log: vscode.LogOutputChannel;
  readonly #ends = new ServerEnds();
  readonly #registration: vscode.Disposable;

  constructor(
    context: vscode.ExtensionContext,
    documents: RateDocuments,
    settings: () => LanguageServerSettings,
    log: vscode.LogOutputChannel,
  ) {
    this.#settings = settings;
    this.#log = log;
    this.#client = new LanguageClient(
      "selfPruner.rateFiles",
      "Self-Pruner rate files",
      serverOptions(context.asAbsolutePath("dist/language-server.cjs")),
      {
        documentSelector: [...EDITABLE],
        initializationOptions: settings,
        outputChannel: log,
        errorHandler: { error: () => ({ action: ErrorAction.Continue }), closed: () => this.#closed() },
      },
    );
    this.#registration = vscode.Disposable.from(
      this.#client.onNotification(MODEL_CHANGED, ({ uri, model }: LanguageClientNotifications[typeof MODEL_CHANGED]) =>
        documents.setModel(vscode.Uri.parse(uri).toString(), model ?? undefined),
      ),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration("selfPruner.rateFiles")) void this.#sendSettings();
      }),
    );
  }

  /** Starts the server. @throws when it cannot be started */
  async start(): Promise<void> {
    await this.#client.start();
  }

  /** Tells what the window knows of a file and its text cannot tell. */
  async sendKnowledge(knowledge: RateFileKnowledge): Promise<void> {
    if (this.#client.isRunning()) await this.#client.sendNotification(KNOWN, knowledge);
  }

  dispose(): void {
    this.#registration.dispose();
    // One that is still starting, or could not be started, cannot be stopped.
    this.#client.dispose().catch(() => undefined);
  }

  /** The server has ended by itself. */
  #closed(): CloseHandlerResult {
    if (!this.#ends.add(Date.now())) return { action: CloseAction.Restart, handled: true };
    void this.#offerStart();
    return { action: CloseAction.DoNotRestart, handled: true };
  }

  async #offerStart(): Promise<void> {
    const sentence = "Rate files are not checked any more: their language server ended again and again.";
    const choice = await vscode.window.showErrorMessage(sentence, START, SHOW_LOG);
    if (choice === SHOW_LOG) this.#log.show();
    if (choice !== START) return;
    this.#ends.forget();
    await this.start().catch((error: unknown) => {
      this.#log.error(`The language server of rate files did not start: ${error}`);
      return this.#offerStart();
    });
  }

  /** One that starts later begins with the settings of then. */
  async #sendSettings(): Promise<void> {
    if (!this.#client.isRunning()) return;
    await this.#client.sendNotification("workspace/didChangeConfiguration", { settings: this.#settings() });
  }
}

const START = "Check Again";
const SHOW_LOG = "Show Log";

/** A process of its own: a long check never keeps the extension host from its work. */
function serverOptions(module: string): ServerOptions {
  const program = { module, transport: TransportKind.ipc } as const;
  const env = secretsTakenOut(process.env);
  return {
    run: { ...program, options: { execArgv: ["--no-warnings"], env } },
    debug: { ...program, options: { execArgv: ["--inspect=6009"], env } },
  };
}
