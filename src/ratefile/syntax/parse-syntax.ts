import { lineStart } from "../edits.ts";
import { problemList, type Report } from "../problem.ts";
import type { Entry, MapNode, SyntaxNode } from "./nodes.ts";
import { nestedEntry, type PlainLine, plainLine } from "./plain-lines.ts";
import { type Place, parseYaml } from "./yaml.ts";

/**
 * Parses a rate file's YAML. A model of a thousand layers has a thousand lines that look alike, and a YAML parser spends
 * some twenty microseconds on each; so the parser gets to see the text without the inner lines of such runs. Of each run
 * its ends stay in: where the parser finds them as neighbours in the block map `layers`, what stood between them would
 * have been entries of the same map. Otherwise (they stood in a block scalar, behind an open quote) the whole text is
 * parsed.
 */
export function parseSyntax(text: string, report: Report): SyntaxNode | undefined {
  const runs = plainRuns(text);
  return (runs.length > 0 ? parseSparsely(text, runs, report) : undefined) ?? parseWhole(text, report);
}

/** The same by the YAML parser alone: what the result of {@link parseSyntax} is measured by. */
export function parseWhole(text: string, report: Report): SyntaxNode | undefined {
  return parseYaml(text, (offset) => offset, report);
}

/**
 * Plain lines that follow each other with one indent. The parser sees the first of them, which a line in front that is
 * half written may draw into itself, and then `first` and `last` without what is between.
 */
interface Run {
  readonly indent: number;
  readonly first: Entry;
  readonly last: Entry;
  readonly inner: readonly Entry[];
  /** Offsets of the text between the first and the last line. */
  readonly start: number;
  readonly end: number;
}

/** Shorter runs are not worth the bookkeeping. */
const SHORTEST_RUN = 5;

interface PlacedLine extends PlainLine {
  readonly start: number;
}

function plainRuns(text: string): Run[] {
  const runs: Run[] = [];
  let lines: PlacedLine[] = [];
  const close = () => {
    const run = runOf(lines);
    if (run) runs.push(run);
    lines = [];
  };
  for (let start = 0; start < text.length; ) {
    const end = endOfLine(text, start);
    const written = text.slice(start, end);
    const line = plainLine(written, start) ?? nestedEntry(text, start);
    // Comments and empty lines between entries belong to none.
    if (line ? line.indent !== lines[0]?.indent : !remark.test(written)) close();
    if (line) lines.push({ ...line, start });
    start = (line?.end ?? end) + 1;
  }
  close();
  return runs;
}

/** A line that says nothing to a parser. */
const remark = /^ *(?:#.*)?\r?$/;

function endOfLine(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end < 0 ? text.length : end;
}

function runOf(lines: readonly PlacedLine[]): Run | undefined {
  const [, first, second] = lines;
  const last = lines.at(-1);
  if (lines.length < SHORTEST_RUN || !first || !second || !last) return undefined;
  const inner = lines.slice(2, -1).map(({ entry }) => entry);
  return { indent: first.indent, first: first.entry, last: last.entry, inner, start: second.start, end: last.start };
}

function parseSparsely(text: string, runs: readonly Run[], report: Report): SyntaxNode | undefined {
  const { problems, report: hold } = problemList();
  const root = parseYaml(withoutInner(text, runs), placeIn(runs), hold);
  const whole = root?.kind === "map" ? withInner(text, root, runs) : undefined;
  if (whole) for (const { code, message, range } of problems) report(code, message, range);
  return whole;
}

function withoutInner(text: string, runs: readonly Run[]): string {
  let at = 0;
  const pieces = runs.map(({ start, end }) => {
    const piece = text.slice(at, start);
    at = end;
    return piece;
  });
  return pieces.join("") + text.slice(at);
}

function placeIn(runs: readonly Run[]): Place {
  return (offset) => {
    let place = offset;
    for (const { start, end } of runs) {
      if (place < start) break;
      place += end - start;
    }
    return place;
  };
}

/** The root with the inner lines put back; undefined where a run did not turn out to be entries of `layers`. */
function withInner(text: string, root: MapNode, runs: readonly Run[]): MapNode | undefined {
  const at = root.entries.findIndex(({ key }) => key === "layers");
  const layers = root.entries[at];
  if (root.flow || layers?.value?.kind !== "map" || layers.value.flow) return undefined;
  const { start } = layers.value.range;
  const indent = text.slice(lineStart(text, start), start);
  // The parser complains of each entry that does not stand below the first one; below a tab none does.
  if (runs.some((run) => indent !== " ".repeat(run.indent))) return undefined;
  const entries = joined(layers.value.entries, runs);
  return entries && { ...root, entries: root.entries.with(at, { ...layers, value: { ...layers.value, entries } }) };
}

function joined(outer: readonly Entry[], runs: readonly Run[]): Entry[] | undefined {
  const entries: Entry[] = [];
  let from = 0;
  for (const { first, last, inner } of runs) {
    const before = outer.findIndex((entry) => isSame(entry, first));
    const after = outer[before + 1];
    if (before < from || !after || !isSame(after, last)) return undefined;
    for (const entry of outer.slice(from, before + 1)) entries.push(entry);
    for (const entry of inner) entries.push(entry);
    from = before + 1;
  }
  for (const entry of outer.slice(from)) entries.push(entry);
  return entries;
}

function isSame(left: Entry, right: Entry): boolean {
  return left.keyRange.start === right.keyRange.start && left.value?.range.end === right.value?.range.end;
}
