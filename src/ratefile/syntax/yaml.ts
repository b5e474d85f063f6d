import {
  type ErrorCode,
  isAlias,
  isMap,
  isScalar,
  type Node,
  type ParsedNode,
  parseDocument,
  type YAMLError,
  type YAMLMap,
} from "yaml";
import { messageOf } from "../../base/errors.ts";
import { positionsOf } from "../position.ts";
import type { Report, TextRange } from "../problem.ts";
import type { Entry, SyntaxNode } from "./nodes.ts";

/** Where an offset of the text that was parsed lies in the text that was meant. */
export type Place = (offset: number) => number;

type RangeOf = (node: Node) => TextRange;

const options = {
  prettyErrors: false,
  // Keys that come twice are reported by the reader of the map, which knows what they mean.
  uniqueKeys: false,
  // Sets, ordered maps and what else YAML 1.1 had are nothing that a rate file could hold.
  resolveKnownTags: false,
  // At "silent" a second document would not even be an error.
  logLevel: "error",
} as const;

/** What the parser says to programmers, for those who write a rate file. */
const wordings: Partial<Record<ErrorCode, string>> = {
  KEY_OVER_1024_CHARS: "A key has at most 1,024 characters: name these layers on several lines.",
  MULTILINE_IMPLICIT_KEY: "A key, a colon, a blank and its value stand on one line, such as target: 0.3.",
  MULTIPLE_DOCS:
    "The file goes on after the end of its YAML document: remove the line --- or ... and what is behind it.",
};

/** The topmost node of a YAML 1.2 text, as far as it could be parsed; undefined when the text is empty. */
export function parseYaml(text: string, place: Place, report: Report): SyntaxNode | undefined {
  try {
    const document = parseDocument(text, options);
    for (const { code, message, pos } of withoutEchoes(text, [...document.errors, ...document.warnings])) {
      // The parser places what lacks at the end one past it.
      const [start, end] = pos.map((offset) => place(Math.min(offset, text.length)));
      report("yaml-syntax", wordings[code] ?? message, { start: start ?? 0, end: Math.max(start ?? 0, end ?? 0) });
    }
    // Block text and lists in lines reach over the line break behind them.
    const rangeOf: RangeOf = ({ range }) => {
      const [start, end] = range ?? [0, 0];
      return { start: place(start), end: place(withoutBlanks(text, start, end)) };
    };
    return document.contents ? syntaxOf(document.contents, rangeOf) : undefined;
  } catch (thrown) {
    // Absurdly deep nesting ends in a RangeError of the parser's recursion.
    report("yaml-syntax", `The text could not be parsed: ${messageOf(thrown)}.`, { start: 0, end: 0 });
    return undefined;
  }
}

/** The end of a range without the blanks and line breaks that it ends with. */
function withoutBlanks(text: string, start: number, end: number): number {
  let last = end;
  while (last > start && " \t\r\n".includes(text[last - 1] ?? "")) last -= 1;
  return last;
}

/** Lines that an error may lie below another of its kind and still be the same: every other line may be drawn into that above. */
const ECHO = 2;

/** Where a line has gone wrong the parser often complains of every line below it, too; and of a line one error is enough. */
function withoutEchoes(text: string, errors: readonly YAMLError[]): YAMLError[] {
  const positionOf = positionsOf(text);
  const lastOf = new Map<ErrorCode, number>();
  let lastLine = 0;
  return errors
    .toSorted((a, b) => a.pos[0] - b.pos[0])
    .filter(({ code, pos: [start] }) => {
      const { line } = positionOf(start);
      const isEcho = line === lastLine || (lastOf.get(code) ?? Number.NEGATIVE_INFINITY) >= line - ECHO;
      lastOf.set(code, line);
      lastLine = line;
      return !isEcho;
    });
}

function syntaxOf(node: Node, rangeOf: RangeOf): SyntaxNode {
  const range = rangeOf(node);
  if (isMap(node)) return mapOf(node, range, rangeOf);
  if (!isScalar(node)) return { kind: "other", range, source: kindOf(node) };
  return { kind: "scalar", range, value: node.value, source: node.source ?? String(node.value) };
}

function mapOf(node: YAMLMap, { start, end }: TextRange, rangeOf: RangeOf): SyntaxNode {
  const entries = entriesOf(node, rangeOf);
  if (node.flow) return { kind: "map", range: { start, end }, flow: true, entries };
  // The parser lets a block end where the next thing begins, lines and comments later.
  const last = entries.at(-1);
  return {
    kind: "map",
    range: { start, end: last?.value?.range.end ?? last?.keyRange.end ?? end },
    flow: false,
    entries,
  };
}

function entriesOf(map: YAMLMap, rangeOf: RangeOf): Entry[] {
  return map.items.flatMap(({ key, value }) => {
    // A map that was parsed, not built by hand, holds nodes only.
    const keyNode = key as ParsedNode | null;
    if (!keyNode) return [];
    const valueNode = (value ?? undefined) as Node | undefined;
    return [
      {
        key: keyText(keyNode),
        keyRange: rangeOf(keyNode),
        value: !valueNode || isNothing(valueNode) ? undefined : syntaxOf(valueNode, rangeOf),
      },
    ];
  });
}

function keyText(key: Node): string {
  return isScalar(key) ? (key.source ?? String(key.value)) : kindOf(key);
}

/** What messages call a node that is no scalar. */
function kindOf(node: Node): string {
  if (isAlias(node)) return `*${node.source}`;
  return isMap(node) ? "a map" : "a list";
}

/** Nothing written; `~` and `null` are something, and no rate. */
function isNothing(node: Node): boolean {
  return isScalar(node) && node.value === null && node.source === "";
}
