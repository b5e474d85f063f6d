import { type Connection, LSPErrorCodes, ResponseError, type TextDocuments } from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { UserError } from "../../base/errors.ts";
import { renameableKeyAt, renameLayers } from "../../ratefile/services/rename-layers.ts";
import type { RateDocuments } from "../rate-documents.ts";
import { rangeOf, workspaceEdit } from "../to-lsp.ts";

/** Answers the renaming of layer keys: `2-5` to `2-7` moves layers between lines. */
export function registerRename(connection: Connection, open: TextDocuments<TextDocument>, rates: RateDocuments): void {
  connection.onPrepareRename(async ({ textDocument, position }) => {
    const document = open.get(textDocument.uri);
    const key = document && renameableKeyAt(await rates.check(document), document.offsetAt(position));
    return key ? { range: rangeOf(document, key.range), placeholder: key.name } : null;
  });
  connection.onRenameRequest(async ({ textDocument, position, newName }) => {
    const document = open.get(textDocument.uri);
    if (!document) return null;
    const file = await rates.check(document);
    try {
      return workspaceEdit(document, renameLayers(file, document.offsetAt(position), newName));
    } catch (error) {
      // The editor shows the sentence where the name was typed.
      if (error instanceof UserError) return new ResponseError(LSPErrorCodes.RequestFailed, sentenceOf(error));
      throw error;
    }
  });
}

function sentenceOf({ message, hint }: UserError): string {
  return hint === undefined ? message : `${message} ${hint}`;
}
