import type { LayerRate } from "../pruning/rates.ts";
import { insertion, lineBreak, lineEnd, lineStart, nextLine, type TextEdit } from "./edits.ts";
import type { TextRange } from "./problem.ts";
import type { LayerEntry, LayersBlock } from "./rate-file.ts";
import { layerRateText, rateText } from "./rate-text.ts";
import type { Row } from "./rows.ts";

/** Where a key and its value stand. */
interface Written {
  readonly key: TextRange;
  readonly range: TextRange;
}

/** Edits that give an entry another rate; halves that are written each for itself stay so. None where it has it. */
export function rateEdits(entry: LayerEntry, rate: LayerRate): TextEdit[] {
  const { halves, range } = entry;
  if (!halves) return isSameRate(entry.rate, rate) ? [] : [{ range, text: layerRateText(rate) }];
  return (["attention", "mlp"] as const)
    .filter((half) => !entry.rate || rateText(entry.rate[half]) !== rateText(rate[half]))
    .map((half) => ({ range: halves[half], text: rateText(rate[half]) }));
}

function isSameRate(left: LayerRate | undefined, right: LayerRate): boolean {
  return left !== undefined && layerRateText(left) === layerRateText(right);
}

/** A key as it must be written: in braces a comma would end it. */
export function keyText({ flow }: Pick<LayersBlock, "flow">, key: string): string {
  return flow && key.includes(",") ? `"${key}"` : key;
}

/**
 * An edit that takes an entry of a map out: with its lines where it has them for itself.
 * @returns undefined for what is written so unusually (`? 0`) that a person should do it
 */
export function removal(
  text: string,
  map: Pick<LayersBlock, "flow" | "map">,
  { key, range }: Written,
): TextEdit | undefined {
  if (map.flow) return flowRemoval(text, map.map, { key, range });
  if (!isOwnLine(text, key.start, range.end)) return undefined;
  return { range: { start: lineStart(text, key.start), end: nextLine(text, range.end) }, text: "" };
}

function flowRemoval(text: string, map: TextRange | undefined, { key, range }: Written): TextEdit | undefined {
  const { start } = key;
  // A key without a value may still have its colon.
  const colon = range.end === key.end ? /^[ \t]*:/.exec(text.slice(range.end, map?.end)) : null;
  const end = range.end + (colon?.[0].length ?? 0);
  const from = (map?.start ?? 0) + 1;
  const gap = runBefore(text, start, from, /\s/);
  const mark = text[start - gap - 1];
  if (mark === "?" || (gap === 0 && mark !== "{" && mark !== ",")) return undefined;
  // The blank in front of a comment stays: without it, it would be none.
  const behind = /^[ \t]*,(?:[ \t]+(?![ \t#]))?/.exec(text.slice(end, map?.end));
  if (behind) return { range: { start, end: end + behind[0].length }, text: "" };
  const comma = start - gap - 1;
  return { range: { start: mark === "," ? comma - runBefore(text, comma, from, /[ \t]/) : start, end }, text: "" };
}

/** How many characters of a kind stand in front of a place. Braces may hold a whole file, so no pattern looks back in them. */
function runBefore(text: string, at: number, from: number, kind: RegExp): number {
  let start = at;
  while (start > from && kind.test(text[start - 1] ?? "")) start -= 1;
  return at - start;
}

/** Whether a comment may stand within a value, which then must not be written anew as a whole. */
export function holdsComment(text: string, { start, end }: TextRange): boolean {
  return text.slice(start, end).includes("#");
}

/** Whether nothing but blanks stands before a place on its line, and nothing but a comment after another on its. */
function isOwnLine(text: string, start: number, end: number): boolean {
  const before = text.slice(lineStart(text, start), start);
  return /^[ \t]*$/.test(before) && /^[ \t]*:?[ \t]*(#.*)?$/.test(text.slice(end, lineEnd(text, end)));
}

/** Edits that put other rows in the place of an entry; a comment behind it stays behind the first of them. */
export function replacement(text: string, block: LayersBlock, entry: LayerEntry, rows: readonly Row[]): TextEdit[] {
  const { key, range } = entry;
  const written = rows.map((row) => `${keyText(block, row.key)}: ${row.value}`);
  if (block.flow) return [{ range: { start: key.start, end: range.end }, text: written.join(", ") }];
  const [first = "", ...others] = written;
  const indent = text.slice(lineStart(text, key.start), key.start);
  const own: TextEdit = { range: { start: key.start, end: range.end }, text: first };
  if (others.length === 0) return [own];
  const added = others.map((row) => `${lineBreak(text)}${indent}${row}`).join("");
  return [own, insertion(lineEnd(text, range.end), added)];
}

/**
 * Edits that give an entry other keys: its line goes without one, and is written again for each further one.
 * @returns undefined when it is written so unusually that a person should do it
 */
export function rekeyed(
  text: string,
  block: LayersBlock,
  entry: LayerEntry,
  keys: readonly string[],
): TextEdit[] | undefined {
  const [key, ...others] = keys;
  if (key === undefined) {
    const edit = removal(text, block, entry);
    return edit && [edit];
  }
  if (others.length === 0) return [{ range: entry.key, text: keyText(block, key) }];
  const value = text.slice(entry.range.start, entry.range.end);
  const isOnLine = entry.range.start > entry.key.start && !text.slice(entry.key.start, entry.range.end).includes("\n");
  return isOnLine
    ? replacement(
        text,
        block,
        entry,
        keys.map((each) => ({ key: each, value })),
      )
    : undefined;
}

/**
 * An edit that adds rows to the layers, behind an entry or else at their beginning.
 * @param beside any entry, whose layout the rows take over
 * @returns undefined when the map is written so unusually that a person should do it
 */
export function addition(
  text: string,
  block: LayersBlock,
  rows: readonly Row[],
  beside: LayerEntry | undefined,
  behind: LayerEntry | undefined,
): TextEdit | undefined {
  if (block.flow) return flowAddition(block, rows, beside, behind);
  const start = beside?.key.start ?? block.key.start;
  if (!isOwnLine(text, start, behind?.range.end ?? block.key.end)) return undefined;
  const indent = beside ? text.slice(lineStart(text, start), start) : "  ";
  const written = rows.map((row) => `${indent}${paddedKey(text, beside, row.key)} ${row.value}`);
  return lineInsertion(text, behind?.range.end ?? block.key.end, written);
}

/** Inserts whole lines below the line of an offset, whether or not the text ends with a line break. */
export function lineInsertion(text: string, offset: number, lines: readonly string[]): TextEdit {
  const lineFeed = lineBreak(text);
  const at = nextLine(text, offset);
  const isOpen = at === text.length && text !== "" && !text.endsWith("\n");
  return insertion(at, lines.map((line) => (isOpen ? lineFeed + line : line + lineFeed)).join(""));
}

function flowAddition(
  block: LayersBlock,
  rows: readonly Row[],
  beside: LayerEntry | undefined,
  behind: LayerEntry | undefined,
): TextEdit | undefined {
  if (!block.map) return undefined;
  const written = rows.map(({ key, value }) => `${keyText(block, key)}: ${value}`).join(", ");
  // Behind a key without a value there may still be its colon.
  if (behind && behind.range.start > behind.key.start) return insertion(behind.range.end, `, ${written}`);
  return insertion(block.map.start + 1, beside ? `${written}, ` : written);
}

/** The key with its colon, as wide as that of the entry beside it. */
function paddedKey(text: string, beside: LayerEntry | undefined, key: string): string {
  const width = beside && beside.range.start > beside.key.end ? text.slice(beside.key.start, beside.range.start) : "";
  return `${key}:`.padEnd(width.includes("\n") ? 0 : width.length - 1);
}
