import { insertion, lineStart, type TextEdit } from "../edits.ts";
import type { TextRange } from "../problem.ts";
import { type Fix, type Fixer, fix } from "./fix.ts";

/** What a tab becomes in front of a line. */
const INDENT = "  ";

/** A key that the value follows without a blank; a path such as `C:\models` is none. */
const glued = /^\s*(?:[\w, -]+|"[^"]*"):(?=[^\s:/\\])/;

/**
 * The slips of YAML that one can be sure of: tabs in front of lines, and no blank behind colons. Whoever makes one makes it
 * on the lines below, too, of which the parser says nothing more.
 */
export const mendLines: Fixer = ({ text }, { range }) => {
  const rest = text.slice(lineStart(text, range.start));
  const lines = rest.split(/(?<=\n)/);
  const start = text.length - rest.length;
  const indented = run(lines, start, blanksForTabs);
  if (indented.length > 0) return fix("Indent with blanks", indented);
  const spaced = run(lines, start, blankBehindColon);
  return spaced.length > 0 ? fix("Put a blank behind the colon", spaced) : [];
};

/** The same for all lines of a text that YAML takes for one value, because none of its colons has a blank behind it. */
export function blanksBehindColons(text: string, { start, end }: TextRange): Fix[] {
  const lines = text.slice(start, end).split(/(?<=\n)/);
  const edits = run(lines, start, blankBehindColon);
  return edits.length === lines.length ? fix("Put blanks behind the colons", edits) : [];
}

type Mend = (line: string, start: number) => TextEdit | undefined;

/** What mends the first of some lines and those that follow it, as far as they need the same. */
function run(lines: readonly string[], start: number, mend: Mend): TextEdit[] {
  const edits: TextEdit[] = [];
  let at = start;
  for (const line of lines) {
    const edit = mend(line, at);
    if (!edit) break;
    edits.push(edit);
    at += line.length;
  }
  return edits;
}

function blanksForTabs(line: string, start: number): TextEdit | undefined {
  const indent = /^[ \t]*/.exec(line)?.[0] ?? "";
  const range = { start, end: start + indent.length };
  return indent.includes("\t") ? { range, text: indent.replaceAll("\t", INDENT) } : undefined;
}

function blankBehindColon(line: string, start: number): TextEdit | undefined {
  const key = glued.exec(line)?.[0];
  return key === undefined ? undefined : insertion(start + key.length, " ");
}
