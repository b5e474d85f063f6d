import { isAlias, isMap, isScalar, type Node, type ParsedNode, parseDocument, type YAMLMap } from "yaml";
import { messageOf } from "../base/errors.ts";
import type { Report, TextRange } from "./problem.ts";

/** A key with its value, both as they stand in the text. */
export interface Entry {
  /** The key as it is written, without quotes. */
  readonly key: string;
  readonly keyRange: TextRange;
  /** Absent when nothing is written after the colon. */
  readonly value: Node | undefined;
}

/** The topmost node of a YAML 1.2 text, as far as it could be parsed; undefined when the text is empty. */
export function parseYaml(text: string, report: Report): Node | undefined {
  try {
    // Keys that come twice are reported by the reader of the map, which knows what they mean.
    const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false, logLevel: "silent" });
    for (const { message, pos } of [...document.errors, ...document.warnings]) {
      // The parser places what lacks at the end one past it.
      const [start, end] = pos.map((offset) => Math.min(offset, text.length));
      report("yaml-syntax", message, { start: start ?? 0, end: Math.max(start ?? 0, end ?? 0) });
    }
    return document.contents ?? undefined;
  } catch (thrown) {
    // Absurdly deep nesting ends in a RangeError of the parser's recursion.
    report("yaml-syntax", `The text could not be parsed: ${messageOf(thrown)}.`, { start: 0, end: 0 });
    return undefined;
  }
}

/** The entries of a map in the order of the text. */
export function entriesOf(map: YAMLMap): Entry[] {
  return map.items.flatMap(({ key, value }) => {
    // A map that was parsed, not built by hand, holds nodes only.
    const keyNode = key as ParsedNode | null;
    if (!keyNode) return [];
    const valueNode = (value ?? undefined) as Node | undefined;
    return [
      { key: describe(keyNode), keyRange: rangeOf(keyNode), value: isNothing(valueNode) ? undefined : valueNode },
    ];
  });
}

/** Where a node stands, without the blanks and comments after it. */
export function rangeOf(node: Node): TextRange {
  const [start, end] = node.range ?? [0, 0];
  return { start, end };
}

/** What a node looks like in a message: its text, or the kind of thing it is. */
export function describe(node: Node): string {
  if (isScalar(node)) return node.source ?? String(node.value);
  if (isAlias(node)) return `*${node.source}`;
  return isMap(node) ? "a map" : "a list";
}

function isNothing(node: Node | undefined): boolean {
  return isScalar(node) && node.value === null;
}
