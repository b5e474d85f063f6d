import type { RateDocument } from "../document.ts";
import { positionsOf } from "../position.ts";
import type { SyntaxNode } from "../syntax/nodes.ts";

/** Lines that can be folded away, both from 0; the first stays visible. */
export interface Fold {
  readonly start: number;
  readonly end: number;
  readonly kind: "comment" | "region";
}

/** Folds of a file: every key whose value takes lines of its own, and blocks of comments. */
export function folds({ root, text }: RateDocument): Fold[] {
  const positionAt = positionsOf(text);
  const lineOf = (offset: number) => positionAt(offset).line - 1;
  return [...valueFolds(root, lineOf), ...commentFolds(text)];
}

function valueFolds(node: SyntaxNode | undefined, lineOf: (offset: number) => number): Fold[] {
  if (node?.kind !== "map") return [];
  return node.entries.flatMap(({ keyRange, value }) => {
    if (!value) return [];
    const fold: Fold = { start: lineOf(keyRange.start), end: lineOf(value.range.end - 1), kind: "region" };
    return [...(fold.end > fold.start ? [fold] : []), ...valueFolds(value, lineOf)];
  });
}

function commentFolds(text: string): Fold[] {
  const found: Fold[] = [];
  let start: number | undefined;
  for (const [line, content] of [...text.split("\n"), ""].entries()) {
    if (/^\s*#/.test(content)) start ??= line;
    else if (start !== undefined) {
      if (line - 1 > start) found.push({ start, end: line - 1, kind: "comment" });
      start = undefined;
    }
  }
  return found;
}
