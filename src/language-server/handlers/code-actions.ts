import { type CodeAction, CodeActionKind, type CodeActionParams } from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { CheckedRateFile } from "../../ratefile/check.ts";
import type { Fix } from "../../ratefile/fixes/fix.ts";
import { fixAll } from "../../ratefile/fixes/fix-all.ts";
import { fixesOf } from "../../ratefile/fixes/index.ts";
import type { Problem, TextRange } from "../../ratefile/problem.ts";
import { refactoringsAt } from "../../ratefile/services/refactorings.ts";
import type { RateDocuments } from "../rate-documents.ts";
import { actionOf, diagnosticOf, offsetsOf } from "../to-lsp.ts";

/** What can be put right by `editor.codeActionsOnSave`, too. */
const FIX_ALL = `${CodeActionKind.SourceFixAll}.pruningRates`;

/** Problems of a selection whose fixes are offered one by one. Of a menu of more nobody chooses; "Fix all" mends them. */
const MOST_PROBLEMS = 50;

export const codeActionKinds = [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, FIX_ALL];

/** The code actions of a range, of the kinds that are asked for. */
export async function codeActions(
  document: TextDocument,
  { range, context }: CodeActionParams,
  rates: RateDocuments,
): Promise<CodeAction[]> {
  const file = await rates.check(document);
  const selection = offsetsOf(document, range);
  const isWanted = (kind: string) =>
    !context.only || context.only.some((only) => kind === only || kind.startsWith(`${only}.`));
  return [
    ...(isWanted(CodeActionKind.QuickFix) ? quickFixes(document, file, selection) : []),
    ...(isWanted(CodeActionKind.RefactorRewrite) ? rewrites(document, file, selection) : []),
    ...(isWanted(FIX_ALL) ? wholeFix(document, file, rates) : []),
  ];
}

/** A fix that mends several of the problems is offered once. */
function quickFixes(document: TextDocument, file: CheckedRateFile, { start, end }: TextRange): CodeAction[] {
  const touched = file.problems.filter(({ range }) => range.start <= end && start <= range.end);
  const mended = new Map<Fix, Problem[]>();
  for (const problem of touched.slice(0, MOST_PROBLEMS)) {
    for (const fix of fixesOf(file, problem)) mended.set(fix, [...(mended.get(fix) ?? []), problem]);
  }
  return [...mended].map(([fix, problems]) => ({
    ...actionOf(document, CodeActionKind.QuickFix, fix),
    diagnostics: problems.map((problem) => diagnosticOf(document, problem)),
    isPreferred: fix.preferred,
  }));
}

function rewrites(document: TextDocument, file: CheckedRateFile, selection: TextRange): CodeAction[] {
  return refactoringsAt(file, selection).map((each) => actionOf(document, CodeActionKind.RefactorRewrite, each));
}

function wholeFix(document: TextDocument, file: CheckedRateFile, { settings }: RateDocuments): CodeAction[] {
  const edits = fixAll(file.text, file.model, settings);
  return edits.length > 0 ? [actionOf(document, FIX_ALL, { title: "Fix all problems of the rates", edits })] : [];
}
