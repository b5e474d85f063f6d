import {
  type Connection,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type {
  LanguageServerNotifications,
  LanguageServerRequests,
  RateFileModel,
} from "../protocol/language-server.ts";
import { PRODUCT_VERSION } from "../protocol/version.ts";
import { codeActionKinds } from "./handlers/code-actions.ts";
import { Diagnostics, modelOf } from "./handlers/diagnostics.ts";
import { registerFeatures } from "./handlers/features.ts";
import { ModelCache } from "./model-cache.ts";
import { RateDocuments } from "./rate-documents.ts";
import { readSettings } from "./settings.ts";

/** Serves rate files over a connection until the client is gone. Reads model folders, and starts nothing. */
export function startLanguageServer(connection: Connection): void {
  const open = new TextDocuments(TextDocument);
  const rates = new RateDocuments(new ModelCache(), readSettings(undefined));
  const diagnostics = new Diagnostics(connection, open, rates);
  const checkAgain = () => {
    rates.forget();
    diagnostics.refresh();
  };

  connection.onInitialize(({ initializationOptions }) => {
    rates.settings = readSettings(initializationOptions);
    return capabilities;
  });
  connection.onDidChangeConfiguration(({ settings }) => {
    rates.settings = readSettings(settings);
    diagnostics.refresh();
  });
  connection.onDidChangeWatchedFiles(checkAgain);
  connection.onNotification("rateFile/known", (known: LanguageServerNotifications["rateFile/known"]) =>
    rates.learn(known),
  );
  connection.onRequest(
    "rateFile/model",
    async ({ uri }: LanguageServerRequests["rateFile/model"]["params"]): Promise<RateFileModel | null> => {
      const document = open.get(uri);
      return document ? modelOf(await rates.check(document)) : null;
    },
  );
  registerFeatures(connection, open, rates);
  open.listen(connection);
  connection.listen();
}

const capabilities: InitializeResult = {
  serverInfo: { name: "self-pruner", version: PRODUCT_VERSION },
  capabilities: {
    textDocumentSync: TextDocumentSyncKind.Incremental,
    hoverProvider: true,
    completionProvider: { triggerCharacters: [" ", "{", ":"] },
    documentSymbolProvider: true,
    foldingRangeProvider: true,
    documentFormattingProvider: true,
    documentLinkProvider: {},
    inlayHintProvider: true,
    codeActionProvider: { codeActionKinds },
  },
};
