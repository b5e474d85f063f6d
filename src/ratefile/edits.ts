import type { TextRange } from "./problem.ts";

/** A change of a text: what stands in the range is replaced. */
export interface TextEdit {
  readonly range: TextRange;
  readonly text: string;
}

/**
 * The text after the edits, whose ranges are those of the text before and do not overlap.
 * @throws RangeError when they do, which is a defect of who made them
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let at = 0;
  for (const { range, text: inserted } of inTextOrder(edits)) {
    if (range.start < at) throw new RangeError(`edits overlap at offset ${range.start}`);
    result += text.slice(at, range.start) + inserted;
    at = range.end;
  }
  return result + text.slice(at);
}

/** Edits by where they begin; those at one place stay in their order. */
function inTextOrder(edits: readonly TextEdit[]): TextEdit[] {
  return edits.toSorted((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
}

/** An edit that inserts. */
export function insertion(at: number, text: string): TextEdit {
  return { range: { start: at, end: at }, text };
}

/** Start of the line that an offset lies in. */
export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
}

/** End of the line that an offset lies in, before its line break. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  if (end < 0) return text.length;
  return end > 0 && end > offset && text[end - 1] === "\r" ? end - 1 : end;
}

/** Start of the line after the one that an offset lies in; the end of the text when there is none. */
export function nextLine(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end < 0 ? text.length : end + 1;
}

/** The line break that a text uses: that of its first line. */
export function lineBreak(text: string): string {
  const first = text.indexOf("\n");
  return first > 0 && text[first - 1] === "\r" ? "\r\n" : "\n";
}
