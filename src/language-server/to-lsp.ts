import {
  type CodeAction,
  type CompletionItem,
  CompletionItemKind,
  type Diagnostic,
  DiagnosticSeverity,
  type DocumentSymbol,
  type FoldingRange,
  InsertTextMode,
  type Range,
  SymbolKind,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { TextEdit as RateEdit } from "../ratefile/edits.ts";
import type { Problem, Severity, TextRange } from "../ratefile/problem.ts";
import type { Completion } from "../ratefile/services/completion-item.ts";
import type { Fold } from "../ratefile/services/folding.ts";
import type { OutlineItem } from "../ratefile/services/symbols.ts";

/** What diagnostics say they come from. */
const SOURCE = "self-pruner";
/** Where every code of a problem is explained: a click on one leads there. */
const DOCS = "https://github.com/self-pruner/self-pruner-vscode/blob/main/docs/rate-file.md#problems";

export function rangeOf(document: TextDocument, { start, end }: TextRange): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

export function offsetsOf(document: TextDocument, { start, end }: Range): TextRange {
  return { start: document.offsetAt(start), end: document.offsetAt(end) };
}

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export function diagnosticOf(document: TextDocument, { code, severity, message, range }: Problem): Diagnostic {
  return {
    code,
    codeDescription: { href: DOCS },
    severity: severities[severity],
    message,
    range: rangeOf(document, range),
    source: SOURCE,
  };
}

export function textEdits(document: TextDocument, edits: readonly RateEdit[]): TextEdit[] {
  return edits.map(({ range, text }) => ({ range: rangeOf(document, range), newText: text }));
}

/** The edits of one version: a client that has a newer one refuses them. */
export function workspaceEdit(document: TextDocument, edits: readonly RateEdit[]): WorkspaceEdit {
  const { uri, version } = document;
  return { documentChanges: [{ textDocument: { uri, version }, edits: textEdits(document, edits) }] };
}

export function actionOf(
  document: TextDocument,
  kind: string,
  { title, edits }: { readonly title: string; readonly edits: readonly RateEdit[] },
): CodeAction {
  return { title, kind, edit: workspaceEdit(document, edits) };
}

const completionKinds: Record<Completion["kind"], CompletionItemKind> = {
  key: CompletionItemKind.Property,
  layer: CompletionItemKind.Field,
  value: CompletionItemKind.Value,
  schedule: CompletionItemKind.Snippet,
};

export function completionOf(document: TextDocument, completion: Completion, index: number): CompletionItem {
  const { label, detail, kind, range, text } = completion;
  return {
    label,
    detail,
    kind: completionKinds[kind],
    // In the order of the service; filtered by what it begins with, which a label need not be.
    sortText: String(index).padStart(4, "0"),
    filterText: kind === "schedule" ? document.getText(rangeOf(document, range)) || label : text,
    insertTextMode: InsertTextMode.asIs,
    textEdit: { range: rangeOf(document, range), newText: text },
  };
}

export function symbolOf(
  document: TextDocument,
  { name, detail, range, nameRange, children }: OutlineItem,
): DocumentSymbol {
  return {
    name,
    detail,
    kind: children.length > 0 ? SymbolKind.Namespace : SymbolKind.Property,
    range: rangeOf(document, range),
    selectionRange: rangeOf(document, nameRange),
    children: children.map((child) => symbolOf(document, child)),
  };
}

export function foldOf({ start, end, kind }: Fold): FoldingRange {
  return { startLine: start, endLine: end, kind };
}
