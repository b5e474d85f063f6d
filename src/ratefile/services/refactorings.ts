import type { RateDocument } from "../document.ts";
import { lineEnd, lineStart, nextLine, type TextEdit } from "../edits.ts";
import { holdsComment, keyText, replacement } from "../entry-edits.ts";
import { keyOfSpans, layersOfSpans, spansOf, spansText } from "../layer-keys.ts";
import { LOCK } from "../locks.ts";
import { type Part, partsOf, wholeRateOf } from "../parts.ts";
import type { TextRange } from "../problem.ts";
import type { LayerEntry } from "../rate-file.ts";
import { layerRateText, pairText, rateText } from "../rate-text.ts";

/** Another way to write the same rates. */
export interface Refactoring {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** What can be rewritten where the selection is. */
export function refactoringsAt(document: RateDocument, selection: TextRange): Refactoring[] {
  const lines = linesOf(document.text, selection);
  const selected = partsOf(document.value).filter(
    ({ entry }) => entry.key.start <= lines.end && lines.start <= entry.range.end,
  );
  const [part] = selected;
  if (!part) return [];
  return [...splits(document, part), ...merges(document, part, selected), ...halves(document, part)];
}

/** The whole lines of a selection. */
function linesOf(text: string, { start, end }: TextRange): TextRange {
  return { start: lineStart(text, start), end: lineEnd(text, end) };
}

/** A range becomes one line for each of its layers. */
function splits({ text, value: { block } }: RateDocument, { entry, layers }: Part): Refactoring[] {
  if (layers.length < 2 || !block) return [];
  if (text.slice(entry.key.start, entry.range.end).includes("\n")) return [];
  const value = text.slice(entry.range.start, entry.range.end);
  const rows = layers.map((layer, index) => ({
    key: String(layer),
    value: value + (entry.locked && index > 0 && !block.flow ? LOCK : ""),
  }));
  return [{ title: `Split layers ${spansText(layers)}`, edits: replacement(text, block, entry, rows) }];
}

/** Neighbouring lines with one rate become one range; lines with a comment stay as they are. */
function merges(document: RateDocument, part: Part, selected: readonly Part[]): Refactoring[] {
  const run = selected.length > 1 ? selected : neighbours(document, part);
  const entries = run.map(({ entry }) => entry);
  const [first, ...others] = entries;
  if (!first || others.length === 0 || !areMergeable(document, run)) return [];
  const { text, value } = document;
  if (!value.block || value.block.flow) return [];
  const layers = entries.flatMap(({ spans }) => layersOfSpans(spans));
  // Neighbours, so one span.
  const key = keyText(value.block, keyOfSpans(spansOf(layers)));
  const removed = others.map((entry) => ({
    range: { start: lineStart(text, entry.key.start), end: nextLine(text, entry.range.end) },
    text: "",
  }));
  return [{ title: `Merge into ${key}`, edits: [{ range: first.key, text: key }, ...removed] }];
}

/** The longest run of mergeable lines around one. */
function neighbours(document: RateDocument, part: Part): Part[] {
  const parts = partsOf(document.value);
  let from = parts.findIndex(({ entry }) => entry === part.entry);
  let to = from + 1;
  while (from > 0 && areMergeable(document, parts.slice(from - 1, from + 1))) from -= 1;
  while (to < parts.length && areMergeable(document, parts.slice(to - 1, to + 1))) to += 1;
  return parts.slice(from, to);
}

function areMergeable({ text }: RateDocument, parts: readonly Part[]): boolean {
  return parts.every(({ entry, layers, rate }, index) => {
    const before = parts[index - 1];
    const isPlain = layersOfSpans(entry.spans).length === layers.length && isBare(text, entry);
    if (!before) return isPlain;
    const follows = (before.layers.at(-1) ?? 0) + 1 === layers[0];
    return isPlain && follows && layerRateText(before.rate) === layerRateText(rate);
  });
}

/** Whether an entry stands on one line with nothing else on it. */
function isBare(text: string, { key, range }: LayerEntry): boolean {
  const line = text.slice(lineStart(text, key.start), lineEnd(text, range.end));
  return /^ +[\d,\- ]+:[ \t]+[^#\n]*$/.test(line);
}

/** One rate becomes two, or two become the one that removes as much. */
function halves(document: RateDocument, part: Part): Refactoring[] {
  const { entry, rate, paired } = part;
  if (entry.locked || holdsComment(document.text, entry.range)) return [];
  if (!paired) {
    return [
      { title: "Write attention and MLP each for itself", edits: [{ range: entry.range, text: pairText(rate) }] },
    ];
  }
  const whole = rateText(wholeRateOf(part, document.model?.shape));
  return [{ title: `Write one rate for the layer, ${whole}`, edits: [{ range: entry.range, text: whole }] }];
}
