import { missingLayers } from "../checks/whole.ts";
import type { RateDocument } from "../document.ts";
import { lineBreak, lineStart, type TextEdit } from "../edits.ts";
import { addition, keyText, lineInsertion, rekeyed, removal } from "../entry-edits.ts";
import { entriesOfLayer } from "../entry-index.ts";
import { fillingRate } from "../filling-rate.ts";
import {
  keyOfSpans,
  keysOf,
  keysOfSpans,
  layersOfKey,
  layersOfSpans,
  layersTwice,
  spansOf,
  spansText,
  spansWithout,
  unionOf,
} from "../layer-keys.ts";
import type { TextRange } from "../problem.ts";
import type { LayerEntry } from "../rate-file.ts";
import { layerRateText, rateText } from "../rate-text.ts";
import { rateListFrom } from "../services/rate-list.ts";
import { entryAt, type Fixer, fix } from "./fix.ts";
import { indentLayers } from "./indent-layers.ts";
import { blanksBehindColons } from "./yaml.ts";

/** Layers without a rate get lines of their own, with the rate that meets the target. */
export const addMissingLayers: Fixer = (document) => {
  const { value, model, text } = document;
  const { block, layers, entries } = value;
  if (!block) return [];
  const missing = missingLayers(value, model?.shape);
  const rate = rateText(fillingRate(document));
  const edits = spansOf(missing).map((span) => {
    const row = { key: keyOfSpans([span]), value: rate };
    return addition(text, block, [row], entries[0], layers[span.from - 1]);
  });
  return fix(`Add ${missing.length === 1 ? "layer" : "layers"} ${spansText(missing)} with rate ${rate}`, edits);
};

/** A file without layers gets all that its model has, cut alike. */
export const addAllLayers: Fixer = (document) => {
  const { value, model, text } = document;
  const count = model?.shape.layers.length;
  if (count === undefined) return [];
  const row = { key: keyOfSpans([{ from: 0, to: count - 1 }]), value: rateText(value.target?.value ?? 0) };
  const { block } = value;
  const edit = block
    ? addition(text, block, [row], undefined, undefined)
    : lineInsertion(text, text.length, ["layers:", `  ${row.key}: ${row.value}`]);
  const indented = indentLayers(document);
  const which = count === 1 ? "layer" : plural(count);
  return [...indented, ...fix(`Add the ${which} of the model with rate ${row.value}`, [edit], indented.length === 0)];
};

/** A layer that is given twice loses its second rate, which does not count anyway; or its first one. */
export const removeSecondRate: Fixer = function* (document, problem) {
  const second = entryAt(document, problem);
  if (!second) return;
  const named = layersOfSpans(unionOf(second.spans));
  const own = named.filter((layer) => counts(document, second, layer));
  const repeated = new Set(layersOfSpans(layersTwice(second.spans)));
  const doubled = named.filter((layer) => repeated.has(layer) || !counts(document, second, layer));
  const subject = `of ${doubled.length === 1 ? "layer" : "layers"} ${spansText(doubled)}`;
  yield* fix(`Remove the second rate ${subject}`, withKeys(document, second, keysOf(own)));
  yield* fix(`Remove the first rate ${subject}`, firstRates(document, second, doubled), false);
};

/** A key names layers that the model does not have: they go. */
export const removeLayersBeyond: Fixer = (document, problem) => {
  const entry = entryAt(document, problem);
  if (!entry) return [];
  const count = document.model?.shape.layers.length;
  const title = count === undefined ? "Remove these layers" : `Remove the layers from ${count} on`;
  return fix(title, withKeys(document, entry, keysOfSpans(entry.spans)));
};

/** A key that is written in another way is written as ours are; else it can go. */
export const correctKey: Fixer = (document, problem) => {
  const { text, value, model } = document;
  const entry = entryAt(document, problem);
  const { block } = value;
  if (!block || !entry) return [];
  const written = text.slice(problem.range.start, problem.range.end);
  const key = correctedKey(written, model?.shape.layers.length);
  return [
    ...(key === undefined ? [] : fix(`Change to ${key}`, [{ range: problem.range, text: keyText(block, key) }])),
    ...fix(`Remove ${written}`, [removal(text, block, entry)], false),
  ];
};

/** `2-5` for `5-2`, `2–5`, `2..5`, `2:5` and `2 to 5`, `1, 2` for `1 2` and `1, 2,`, every layer for `all` and `*`. */
function correctedKey(written: string, count: number | undefined): string | undefined {
  const plain = written.replace(/^(["'])(.*)\1$/, "$2").trim();
  if (/^(?:all|\*)$/i.test(plain)) return count === undefined ? undefined : keyOfSpans([{ from: 0, to: count - 1 }]);
  const ranges = plain.replace(/(\d)\s*(?:[\u2010-\u2015\u2212:]|\.{2,3}|\bto\b)\s*(?=\d)/gi, "$1-");
  const list = ranges.replace(/(\d)\s+(?=\d)/g, "$1, ").replace(/^[\s,]+|[\s,]+$/g, "");
  const turned = list.replace(/(\d+)(\s*-\s*)(\d+)/g, (span, from, dash, to) =>
    Number(to) < Number(from) ? `${to}${dash}${from}` : span,
  );
  return typeof layersOfKey(turned) === "string" ? undefined : turned;
}

/** A list of rates under `layers`, as programs print it, becomes the map that belongs there. */
export const listToMap: Fixer = ({ text, value }, { range }) => {
  const { block } = value;
  if (!block || range.start <= block.key.end) return [];
  const glued = blanksBehindColons(text, range);
  if (glued.length > 0) return glued;
  const written = text.slice(range.start, range.end);
  const items = itemsOf(written);
  if (items) return fix(`Change to a map of ${plural(items.length)}`, [mapOfItems(text, range, items)]);
  const rates = ratesOfList(written);
  if (rates.length === 0) return [];
  const rows = rates.map((rate, layer) => `${lineBreak(text)}  ${layer}: ${rate}`).join("");
  return fix(`Change to a map of ${plural(rates.length)}`, [
    { range: { start: block.key.end, end: range.end }, text: `:${rows}` },
  ]);
};

/** A line of a list whose item is a rate, as it could stand behind the key of a layer too. */
const item = /^[ \t]*-[ \t]+((?:[\d.]+%?|[\d.]+ %|drop|\{[^{}#]*\})(?:[ \t]+#.*)?)[ \t]*$/;

/** What the lines of a list hold, comments behind included; undefined where it is written otherwise. */
function itemsOf(written: string): string[] | undefined {
  const items = written.split(/\r?\n/).map((line) => item.exec(line)?.[1]);
  return items.every((each) => each !== undefined) ? items : undefined;
}

function mapOfItems(text: string, { start, end }: TextRange, items: readonly string[]): TextEdit {
  // A list may stand below its key without being indented, a map may not.
  const first = lineStart(text, start);
  const indent = text.slice(first, start) || "  ";
  const rows = items.map((rate, layer) => `${indent}${layer}: ${rate}`);
  return { range: { start: first, end }, text: rows.join(lineBreak(text)) };
}

function plural(layers: number): string {
  return layers === 1 ? "one layer" : `${layers} layers`;
}

function ratesOfList(written: string): string[] {
  try {
    return rateListFrom(written).map(layerRateText);
  } catch {
    // It holds something else; there is no fix for that.
    return [];
  }
}

/** Whether an entry is the one that counts for a layer. */
function counts({ value }: RateDocument, entry: LayerEntry, layer: number): boolean {
  return value.layers[layer] === entry;
}

/** Takes layers, which ascend, out of all other entries. */
function firstRates(document: RateDocument, second: LayerEntry, layers: readonly number[]): (TextEdit | undefined)[] {
  const taken = new Map<LayerEntry, number[]>();
  for (const layer of layers) {
    for (const entry of entriesOfLayer(document.value, layer)) {
      if (entry === second) continue;
      const gone = taken.get(entry);
      if (gone) gone.push(layer);
      else taken.set(entry, [layer]);
    }
  }
  return [...taken].flatMap(([entry, gone]) => withKeys(document, entry, keysOfSpans(spansWithout(entry.spans, gone))));
}

/** The entry under other keys; without one it goes. */
function withKeys(
  { text, value: { block } }: RateDocument,
  entry: LayerEntry,
  keys: readonly string[],
): readonly (TextEdit | undefined)[] {
  return (block && rekeyed(text, block, entry, keys)) ?? [undefined];
}
