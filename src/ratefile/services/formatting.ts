import { RATE_DECIMALS } from "../../pruning/rates.ts";
import type { RateDocument } from "../document.ts";
import { insertion, lineBreak, lineEnd, lineStart, type TextEdit } from "../edits.ts";
import { keysOfSpans, layersOfKey } from "../layer-keys.ts";
import { oncePer } from "../once-per.ts";
import type { Problem, TextRange } from "../problem.ts";
import type { LayerEntry } from "../rate-file.ts";
import { layerRateText, pairText } from "../rate-text.ts";
import { countUpTo } from "../sorted.ts";

/**
 * The edits that lay a file out as this program writes it: five decimals, the values of the layers in one column, one
 * blank before a comment. Comments, the order of lines and what cannot be read stay; a text that is no YAML stays whole.
 */
export function formattingEdits(document: RateDocument): TextEdit[] {
  if (document.problems.some(({ code }) => code === "yaml-syntax")) return [];
  return [...headerEdits(document), ...layerEdits(document), ...lastLineEdits(document.text)];
}

function headerEdits({ root, text, value }: RateDocument): TextEdit[] {
  const entries = root?.kind === "map" && !root.flow ? root.entries : [];
  return entries.flatMap((entry) => {
    if (entry.value?.kind !== "scalar" || !isOneLine(text, entry.keyRange, entry.value.range)) return [];
    const { start, end } = entry.value.range;
    const isTarget = value.target?.range.start === start;
    const inside = isTarget ? value.target.value.toFixed(RATE_DECIMALS) : text.slice(start, end);
    return lineEdit(text, start, end, `${text.slice(entry.keyRange.start, entry.keyRange.end)}: ${inside}`);
  });
}

interface Line {
  readonly entry: LayerEntry;
  readonly indent: string;
  readonly key: string;
  readonly value: string;
}

function layerEdits(document: RateDocument): TextEdit[] {
  const { text, value } = document;
  if (!value.block || value.block.flow) return [];
  const lines = value.entries.flatMap((entry) => lineOf(document, entry) ?? []);
  const width = lines.reduce((most, { key }) => Math.max(most, key.length), 0) + 1;
  return lines.flatMap(({ entry, indent, key, value: written }) =>
    lineEdit(text, entry.range.start, entry.range.end, `${indent}${`${key}:`.padEnd(width)} ${written}`),
  );
}

/** An entry that has one line for itself, without an error in it. */
function lineOf(document: RateDocument, entry: LayerEntry): Line | undefined {
  const { text } = document;
  const { key, range } = entry;
  const indent = text.slice(lineStart(text, key.start), key.start);
  if (!isOneLine(text, key, range) || hasError(document, entry)) return undefined;
  return { entry, indent, key: keyOf(text.slice(key.start, key.end)), value: valueText(document, entry) };
}

/** Whether a key and its value have one line for themselves, with nothing but a colon between them. */
function isOneLine(text: string, key: TextRange, value: TextRange): boolean {
  const before = text.slice(lineStart(text, key.start), key.start);
  const between = text.slice(key.end, value.start);
  const after = text.slice(value.end, lineEnd(text, value.end));
  const isWhole = value.end <= lineEnd(text, key.start) && /^[ \t]*(?:[ \t]#.*)?$/.test(after);
  return isWhole && /^ *$/.test(before) && /^[ \t]*:[ \t]+$/.test(between);
}

function hasError(document: RateDocument, { key, range }: LayerEntry): boolean {
  const errors = errorsOf(document);
  const first = countUpTo(errors, key.start - 1, startOf);
  const behind = countUpTo(errors, range.end, startOf);
  return errors.slice(first, behind).some((error) => error.range.end <= range.end);
}

const errorsOf = oncePer(({ problems }: RateDocument) => problems.filter(({ severity }) => severity === "error"));

function startOf(problem: Problem): number {
  return problem.range.start;
}

function keyOf(written: string): string {
  const spans = layersOfKey(written);
  const [key = written, ...others] = typeof spans === "string" ? [] : keysOfSpans(spans);
  return others.length === 0 ? key : written;
}

function valueText({ text }: RateDocument, { rate, halves, range }: LayerEntry): string {
  if (!rate) return text.slice(range.start, range.end);
  return halves ? pairText(rate) : layerRateText(rate);
}

/** The line of a value, rewritten up to the value's end; a comment follows after one blank. */
function lineEdit(text: string, start: number, end: number, written: string): TextEdit[] {
  const range = { start: lineStart(text, start), end: lineEnd(text, end) };
  const line = `${written} ${text.slice(end, range.end).trim()}`.trimEnd();
  return line === text.slice(range.start, range.end) ? [] : [{ range, text: line }];
}

function lastLineEdits(text: string): TextEdit[] {
  return text === "" || text.endsWith("\n") ? [] : [insertion(text.length, lineBreak(text))];
}
