import type { RateDocument } from "../document.ts";
import type { TextEdit } from "../edits.ts";
import { entryAround } from "../entry-index.ts";
import type { Problem } from "../problem.ts";
import type { LayerEntry } from "../rate-file.ts";

/** A way to do away with a problem. */
export interface Fix {
  /** What it does, as an editor's menu shows it. */
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** What "Fix all" takes: at most one fix of a problem. */
  readonly preferred: boolean;
}

/** The fixes of a problem of certain codes, best first; those that cost much are worked out when they are asked for. */
export type Fixer = (document: RateDocument, problem: Problem) => Iterable<Fix>;

/** One fix, unless what it takes is not to be had. */
export function fix(title: string, edits: readonly (TextEdit | undefined)[], preferred = true): Fix[] {
  const whole = edits.filter((edit) => edit !== undefined);
  return whole.length === edits.length && whole.length > 0 ? [{ title, edits: joined(whole), preferred }] : [];
}

/** Neighbours in braces that both go share the comma between them: their edits become one. */
function joined(edits: readonly TextEdit[]): TextEdit[] {
  const result: TextEdit[] = [];
  for (const edit of edits.toSorted((a, b) => a.range.start - b.range.start)) {
    const last = result.at(-1);
    const both = last?.text === "" && edit.text === "" && edit.range.start < last.range.end;
    if (!both) result.push(edit);
    else {
      const range = { start: last.range.start, end: Math.max(last.range.end, edit.range.end) };
      result[result.length - 1] = { range, text: "" };
    }
  }
  return result;
}

/** The entry that a problem lies in. */
export function entryAt({ value }: RateDocument, { range }: Problem): LayerEntry | undefined {
  return entryAround(value, range);
}
