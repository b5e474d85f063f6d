import type { TextRange } from "../problem.ts";

/** A piece of a rate file's YAML, as far as the language looks into it. Ranges leave out blanks and comments behind. */
export type SyntaxNode = ScalarNode | MapNode | OtherNode;

export interface ScalarNode {
  readonly kind: "scalar";
  readonly range: TextRange;
  readonly value: unknown;
  /** As it is written, without quotes. */
  readonly source: string;
}

export interface MapNode {
  readonly kind: "map";
  readonly range: TextRange;
  /** Written in braces. */
  readonly flow: boolean;
  /** In the order of the text. */
  readonly entries: readonly Entry[];
}

/** A list or an alias, which mean nothing in a rate file. */
interface OtherNode {
  readonly kind: "other";
  readonly range: TextRange;
  /** What messages call it. */
  readonly source: string;
}

/** A key with its value, both as they stand in the text. */
export interface Entry {
  /** The key as it is written, without quotes. */
  readonly key: string;
  readonly keyRange: TextRange;
  /** Absent when nothing is written after the colon. */
  readonly value: SyntaxNode | undefined;
}

/** Characters of a file that a message quotes at most: behind an open quote the rest of the file may stand. */
const MOST_QUOTED = 60;

/** What a node looks like in a message: its text, or the kind of thing it is. */
export function describe(node: SyntaxNode): string {
  if (node.kind === "map") return "a map";
  return isQuotedNumber(node) ? `the text "${quoted(node.source)}"` : quoted(node.source) || "an empty text";
}

/** A number in quotes, which YAML reads as a text: without saying so, a message would deny what everybody sees. */
function isQuotedNumber(node: ScalarNode | OtherNode): boolean {
  const value = node.kind === "scalar" ? node.value : undefined;
  return typeof value === "string" && value.trim() !== "" && !Number.isNaN(Number(value));
}

/** What stands in a file as a message quotes it: on one line. */
export function quoted(source: string): string {
  const words = source
    .slice(0, MOST_QUOTED + 1)
    .trim()
    .replace(/\s*\n\s*/g, " ");
  return source.length > MOST_QUOTED ? `${words.slice(0, MOST_QUOTED).toWellFormed()}…` : words;
}
