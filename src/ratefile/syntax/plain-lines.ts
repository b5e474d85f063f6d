import type { TextRange } from "../problem.ts";
import type { Entry, MapNode, ScalarNode } from "./nodes.ts";

/** A line such as `  3: 0.25000 # comment` or `  4-6: { attention: drop, mlp: 0.5 }`, whose YAML a pattern can read. */
export interface PlainLine {
  readonly indent: number;
  readonly entry: Entry;
  /** Offset where it ends, when that is not the end of its first line. */
  readonly end?: number;
}

// Numbers of at most fifteen digits, which no way of reading them rounds.
const number = String.raw`\d{1,7}(?:\.\d{1,8})?`;
const rate = `(${number}|drop)`;
const pair = String.raw`\{ *attention: +${rate}, *mlp: +${rate} *\}`;
const remainder = String.raw`[ \t]*(?:[ \t]#[^\r\n]*)?\r?`;
const pattern = new RegExp(String.raw`^( +)(\d{1,7}(?:-\d{1,7})?): +(?:${rate}|${pair})${remainder}$`, "d");

// The halves on lines of their own, as programs write them that know no braces.
const nestedPattern = new RegExp(
  String.raw`( +)(\d{1,7}(?:-\d{1,7})?):${remainder}\n( +)attention: +${rate}${remainder}\n\3mlp: +${rate}${remainder}(?=\n|$)`,
  "dy",
);

/** Reads an entry whose attention and MLP are plain lines below its key; `end` is where its last line ends. */
export function nestedEntry(text: string, offset: number): PlainLine | undefined {
  nestedPattern.lastIndex = offset;
  const match = nestedPattern.exec(text);
  const [whole = "", indent = "", key = "", inner = "", attention, mlp] = match ?? [];
  if (!match?.indices || inner.length <= indent.length) return undefined;
  const [, , keyAt, innerAt, attentionAt, mlpAt] = match.indices;
  const node = nestedNode(text, innerAt?.[1] ?? 0, scalar(attention, attentionAt, 0), scalar(mlp, mlpAt, 0));
  const entry = { key, keyRange: shifted(keyAt, 0), value: node };
  return { indent: indent.length, entry, end: offset + whole.length };
}

function nestedNode(text: string, start: number, attention: ScalarNode, mlp: ScalarNode): MapNode {
  const mlpStart = text.lastIndexOf("mlp", mlp.range.start);
  return {
    kind: "map",
    range: { start, end: mlp.range.end },
    flow: false,
    entries: [
      { key: "attention", keyRange: { start, end: start + "attention".length }, value: attention },
      { key: "mlp", keyRange: { start: mlpStart, end: mlpStart + "mlp".length }, value: mlp },
    ],
  };
}

/**
 * Reads a line that is one plain entry of `layers`; undefined when the parser has to look at it.
 * @param line up to its line feed; a carriage return in front of that may still be there
 */
export function plainLine(line: string, offset: number): PlainLine | undefined {
  const match = pattern.exec(line);
  const [, indent = "", key = "", whole, attention, mlp] = match ?? [];
  if (!match?.indices) return undefined;
  const [, , keyAt, wholeAt, attentionAt, mlpAt] = match.indices;
  const value =
    whole === undefined
      ? pairNode(line, offset, scalar(attention, attentionAt, offset), scalar(mlp, mlpAt, offset))
      : scalar(whole, wholeAt, offset);
  return { indent: indent.length, entry: { key, keyRange: shifted(keyAt, offset), value } };
}

function scalar(source = "", at: readonly [number, number] | undefined, offset: number): ScalarNode {
  return { kind: "scalar", range: shifted(at, offset), value: source === "drop" ? source : Number(source), source };
}

function pairNode(line: string, offset: number, attention: ScalarNode, mlp: ScalarNode): MapNode {
  const start = offset + line.indexOf("{");
  const keyRange = (name: string, from: number): TextRange => {
    const at = offset + line.indexOf(name, from - offset);
    return { start: at, end: at + name.length };
  };
  return {
    kind: "map",
    range: { start, end: offset + line.indexOf("}", mlp.range.end - offset) + 1 },
    flow: true,
    entries: [
      { key: "attention", keyRange: keyRange("attention", start), value: attention },
      { key: "mlp", keyRange: keyRange("mlp", attention.range.end), value: mlp },
    ],
  };
}

function shifted(at: readonly [number, number] | undefined, offset: number): TextRange {
  const [start, end] = at ?? [0, 0];
  return { start: start + offset, end: end + offset };
}
