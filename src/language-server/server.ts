import {
  type Connection,
  DidChangeWatchedFilesNotification,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
  type TextDocumentsConfiguration,
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
import { registerRename } from "./handlers/rename.ts";
import { ModelCache } from "./model-cache.ts";
import { RateDocuments } from "./rate-documents.ts";
import { readSettings } from "./settings.ts";

/** Serves rate files over a connection until the client is gone. Reads model folders, and starts nothing. */
export function startLanguageServer(connection: Connection): void {
  const open = new TextDocuments(unchangingDocuments);
  const rates = new RateDocuments(new ModelCache(), readSettings(undefined));
  const diagnostics = new Diagnostics(connection, open, rates);
  const checkAgain = () => {
    rates.forget();
    diagnostics.refresh();
  };

  let watches = false;
  connection.onInitialize(({ initializationOptions, capabilities: { workspace } }) => {
    watches = workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false;
    rates.settings = readSettings(initializationOptions);
    return capabilities;
  });
  connection.onInitialized(() => {
    if (watches) watchModels(connection).catch((thrown: unknown) => connection.console.error(String(thrown)));
  });
  connection.onDidChangeConfiguration(({ settings }) => {
    rates.settings = readSettings(settings);
    diagnostics.refresh();
  });
  connection.onDidChangeWatchedFiles(checkAgain);
  // Folders outside the workspace are not watched; whoever has repaired one can save the file.
  open.onDidSave(checkAgain);
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
  registerRename(connection, open, rates);
  open.listen(connection);
  connection.listen();
}

/**
 * Documents of which each version is an object of its own. The package changes a document in place, also while a handler
 * waits for a model folder: what it found in the old text would then be placed by the lines of the new one.
 */
const unchangingDocuments: TextDocumentsConfiguration<TextDocument> = {
  create: TextDocument.create,
  update: (document, changes, version) => {
    const copy = TextDocument.create(document.uri, document.languageId, document.version, document.getText());
    return TextDocument.update(copy, changes, version);
  },
};

/** Has the editor tell when a model folder of the workspace changes. */
async function watchModels(connection: Connection): Promise<void> {
  await connection.client.register(DidChangeWatchedFilesNotification.type, {
    watchers: [{ globPattern: "**/{config.json,model.safetensors,model.safetensors.index.json}" }],
  });
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
    renameProvider: { prepareProvider: true },
    inlayHintProvider: true,
    codeActionProvider: { codeActionKinds },
  },
};
