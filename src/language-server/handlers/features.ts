import { pathToFileURL } from "node:url";
import { type Connection, InlayHintKind, MarkupKind, type TextDocuments } from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { CheckedRateFile } from "../../ratefile/check.ts";
import { resolveModelPath } from "../../ratefile/model-path.ts";
import { completionsAt } from "../../ratefile/services/completion.ts";
import { folds } from "../../ratefile/services/folding.ts";
import { formattingEdits } from "../../ratefile/services/formatting.ts";
import { hoverAt } from "../../ratefile/services/hover.ts";
import { inlayHints } from "../../ratefile/services/inlay-hints.ts";
import { pathLinks } from "../../ratefile/services/links.ts";
import { outline } from "../../ratefile/services/symbols.ts";
import type { RateDocuments } from "../rate-documents.ts";
import { completionOf, foldOf, offsetsOf, rangeOf, symbolOf, textEdits } from "../to-lsp.ts";
import { codeActions } from "./code-actions.ts";

/** Answers the requests of the Language Server Protocol from the services of the language. */
export function registerFeatures(
  connection: Connection,
  open: TextDocuments<TextDocument>,
  rates: RateDocuments,
): void {
  /** Runs a service on an open document; others have nothing to say. */
  const on = async <T>(
    { uri }: { readonly uri: string },
    service: (document: TextDocument, file: CheckedRateFile) => T,
  ): Promise<T | null> => {
    const document = open.get(uri);
    return document ? service(document, await rates.check(document)) : null;
  };

  connection.onHover(({ textDocument, position }) =>
    on(textDocument, (document, file) => {
      const hover = hoverAt(file, document.offsetAt(position), rates.known(document.uri));
      return hover
        ? { contents: { kind: MarkupKind.Markdown, value: hover.text }, range: rangeOf(document, hover.range) }
        : null;
    }),
  );
  connection.onCompletion(({ textDocument, position }) =>
    on(textDocument, (document, file) => ({
      // Asked for again with each key: what was right for an empty place is not for the number that is typed there.
      isIncomplete: true,
      items: completionsAt(file, document.offsetAt(position), rates.known(document.uri)).map((completion, index) =>
        completionOf(document, completion, index),
      ),
    })),
  );
  connection.onDocumentSymbol(({ textDocument }) =>
    on(textDocument, (document, file) => outline(file).map((item) => symbolOf(document, item))),
  );
  connection.onFoldingRanges(({ textDocument }) => on(textDocument, (_, file) => folds(file).map(foldOf)));
  connection.onDocumentFormatting(({ textDocument }) =>
    on(textDocument, (document, file) => textEdits(document, formattingEdits(file))),
  );
  connection.onDocumentLinks(({ textDocument }) =>
    on(textDocument, (document, file) =>
      pathLinks(file).map(({ path, range }) => ({
        range: rangeOf(document, range),
        target: pathToFileURL(resolveModelPath(file.path, path)).href,
      })),
    ),
  );
  connection.languages.inlayHint.on(({ textDocument, range }) =>
    on(textDocument, (document, file) =>
      inlayHints(file, offsetsOf(document, range)).map(({ offset, text, tooltip }) => ({
        position: document.positionAt(offset),
        label: text,
        tooltip,
        kind: InlayHintKind.Parameter,
        paddingLeft: true,
      })),
    ),
  );
  connection.onCodeAction((params) => {
    const document = open.get(params.textDocument.uri);
    return document ? codeActions(document, params, rates) : null;
  });
}
