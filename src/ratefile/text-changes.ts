import type { TextEdit } from "./edits.ts";

/**
 * Edits that turn one text into another and leave the lines alone that both have: those before and after all changes, and,
 * where as many lines stand between, those that are equal there.
 */
export function changesBetween(before: string, after: string): TextEdit[] {
  const old = linesOf(before);
  const now = linesOf(after);
  const shorter = Math.min(old.length, now.length);
  let first = 0;
  while (first < shorter && old[first] === now[first]) first += 1;
  let same = 0;
  while (same < shorter - first && old.at(-1 - same) === now.at(-1 - same)) same += 1;
  const changed = old.slice(first, old.length - same);
  const written = now.slice(first, now.length - same);
  const start = old.slice(0, first).join("").length;
  if (changed.length === written.length) return lineByLine(changed, written, start);
  return [{ range: { start, end: start + changed.join("").length }, text: written.join("") }];
}

function lineByLine(changed: readonly string[], written: readonly string[], start: number): TextEdit[] {
  let at = start;
  return changed.flatMap((line, index) => {
    const range = { start: at, end: at + line.length };
    at = range.end;
    const text = written[index] ?? "";
    return text === line ? [] : [{ range, text }];
  });
}

/** The lines of a text with their breaks. */
function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/);
}
