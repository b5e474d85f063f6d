import { missingLayers } from "../checks/whole.ts";
import { lineBreak, lineStart } from "../edits.ts";
import { keyText } from "../entry-edits.ts";
import { fillingRate } from "../filling-rate.ts";
import { keyOfSpans, spansOf } from "../layer-keys.ts";
import { halfKeys } from "../layer-values.ts";
import type { TextRange } from "../problem.ts";
import { rateText } from "../rate-text.ts";
import { lastUpTo } from "../sorted.ts";
import { type Completion, type Place, wordBefore } from "./completion-item.ts";
import type { Knowledge } from "./known.ts";
import { scheduledRows } from "./schedules.ts";

/**
 * What can be written of layers at a place: their keys, their rates, their halves.
 * @param isBelow the line stands below the key `layers`
 */
export function layerCompletions(place: Place, isBelow: boolean, known: Knowledge): Completion[] {
  const braces = inBraces(place);
  if (braces) return itemsInBraces({ ...place, before: braces }, known);
  if (!isBelow) return [];
  const layer = layerAround(place);
  if (layer !== undefined) return itemsOfHalves(place, layer);
  if (/^\s+[\d,\s-]*$/.test(place.before)) return missingItems(place, known, lineSeparator(place));
  if (/\{[^}]*$/.test(place.before)) return halfItems(place);
  return /:\s+\S*$/.test(place.before) ? valueItems(place) : [];
}

/** What stands between layers in braces; elsewhere each has a line. */
const IN_BRACES = ", ";

/** What stands in front of a place within the braces of `layers`, the brace included. */
function inBraces({ document: { text, value }, offset }: Place): string | undefined {
  const map = value.block?.flow ? value.block.map : undefined;
  return map && map.start < offset && offset < map.end ? text.slice(map.start, offset) : undefined;
}

function itemsInBraces(place: Place, known: Knowledge): Completion[] {
  const { before } = place;
  if (before.lastIndexOf("{") > Math.max(0, before.lastIndexOf("}"))) return halfItems(place);
  if (/[{,]\s*[\d-]*$/.test(before)) return missingItems(place, known, IN_BRACES);
  return /:\s+[^\s,]*$/.test(before) ? valueItems(place) : [];
}

/** What a layer holds whose halves have lines of their own, when the place is on such a line. */
function layerAround({ document: { text, value }, offset, before }: Place): string | undefined {
  const indentOf = (at: number) => at - lineStart(text, at);
  const layer = lastUpTo(value.entries, lineStart(text, offset) - 1, ({ key }) => key.start);
  if (!layer || indentOfLine(before).length <= indentOf(layer.key.start)) return undefined;
  const next = value.entries[value.entries.indexOf(layer) + 1];
  return text.slice(layer.key.end, next?.key.start ?? text.length);
}

function itemsOfHalves(place: Place, layer: string): Completion[] {
  if (/^\s+(?:attention|mlp)\s*:\s+\S*$/.test(place.before)) return rateItems(place);
  return /^\s+\w*$/.test(place.before) ? halvesWithout(place, layer) : [];
}

function lineSeparator({ document, before }: Place): string {
  return lineBreak(document.text) + indentOfLine(before);
}

function indentOfLine(line: string): string {
  return /^\s*/.exec(line)?.[0] ?? "";
}

/** The runs of layers without a rate, each with the one that meets the target, and schedules for all of them. */
function missingItems(place: Place, { schedules }: Knowledge, separator: string): Completion[] {
  const { document } = place;
  const range = wordBefore(place, separator === IN_BRACES ? /[\d-]*$/ : /[\d,-][\d,\s-]*$|$/);
  const missing = missingAround(place);
  if (missing.length === 0) return [];
  const rate = rateText(fillingRate(document));
  const runs = spansOf(missing).map((span) => keyOfSpans([span]));
  const byRun = runs.map((run) => layerItem(run, `rate ${rate}`, range, `${run}: ${rate}`));
  const single =
    runs[0] === String(missing[0]) ? [] : [layerItem(String(missing[0]), "the next layer", range, `${missing[0]}: `)];
  const scheduled = scheduledRows(document, missing, schedules).map(({ title, rows }) => ({
    label: title,
    detail: `rates for layers ${runs.join(", ")}`,
    kind: "schedule" as const,
    range,
    text: rows.map(({ key, value }) => `${keyText({ flow: separator === IN_BRACES }, key)}: ${value}`).join(separator),
  }));
  return [...single, ...byRun, ...scheduled];
}

function layerItem(label: string, detail: string, range: TextRange, text: string): Completion {
  return { label, detail, kind: "layer", range, text };
}

/** Layers without a rate, those of the key that is being written among them. */
function missingAround({ document: { value, model }, offset }: Place): number[] {
  const own = value.entries.find(({ key, range }) => key.start <= offset && offset <= Math.max(key.end, range.end));
  const layers = value.layers.map((entry) => (entry === own ? undefined : entry));
  return missingLayers({ ...value, layers }, model?.shape);
}

function halfItems(place: Place): Completion[] {
  const inside = place.before.slice(place.before.lastIndexOf("{") + 1);
  return /(?:attention|mlp)\s*:\s*[^\s,]*$/.test(inside) ? rateItems(place) : halvesWithout(place, inside);
}

/** The halves that a layer does not give yet. */
function halvesWithout(place: Place, given: string): Completion[] {
  return halfKeys
    .filter((half) => !new RegExp(`\\b${half}\\s*:`).test(given))
    .map((half) => ({
      label: half,
      detail: half === "attention" ? "rate of the KV groups" : "rate of the neurons",
      kind: "key",
      range: wordBefore(place, /\w*$/),
      text: `${half}: `,
    }));
}

/** The values of one half. */
function rateItems(place: Place): Completion[] {
  return valueItems(place).filter(({ text }) => !text.startsWith("{"));
}

function valueItems(place: Place): Completion[] {
  const rate = rateText(fillingRate(place.document));
  const range = wordBefore(place, /[^\s{,]*$/);
  const item = (text: string, detail: string): Completion => ({ label: text, detail, kind: "value", range, text });
  return [
    item(rate, "the rate that is missing to the target"),
    item("drop", "the whole block goes"),
    item(`{ attention: ${rate}, mlp: ${rate} }`, "attention and MLP each for itself"),
  ];
}
