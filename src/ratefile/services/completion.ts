import { missingLayers } from "../checks/whole.ts";
import type { RateDocument } from "../document.ts";
import { lineBreak, lineStart } from "../edits.ts";
import { fillingRate } from "../filling-rate.ts";
import { fileKeys } from "../header.ts";
import { keyDescriptions } from "../key-descriptions.ts";
import { keyOfSpans, spansOf } from "../layer-keys.ts";
import { halfKeys } from "../layer-values.ts";
import type { TextRange } from "../problem.ts";
import { rateText } from "../rate-text.ts";
import type { Knowledge } from "./known.ts";
import { scheduledRows } from "./schedules.ts";

/** Something that can be written at a place. */
export interface Completion {
  readonly label: string;
  readonly detail: string;
  readonly kind: "key" | "layer" | "value" | "schedule";
  /** What it replaces, up to the place. */
  readonly range: TextRange;
  readonly text: string;
}

/** A place as the line in front of it shows it. */
interface Place {
  readonly document: RateDocument;
  readonly offset: number;
  /** The line up to the place. */
  readonly before: string;
  /** The key of the file that the line stands under, if it is indented. */
  readonly parent: string | undefined;
}

/**
 * What can be written at a place, best first. A number that is being typed is not completed: Enter behind `0.2` begins a
 * line, and must not make another rate of it.
 */
export function completionsAt(document: RateDocument, offset: number, known: Knowledge): Completion[] {
  const start = lineStart(document.text, offset);
  const before = document.text.slice(start, offset);
  if (/(?:^|\s)#/.test(before)) return [];
  const place = { document, offset, before, parent: parentOf(document.text, start) };
  if (/^\w*$/.test(before)) return fileKeyItems(place);
  if (/:\s+[\d.+-]\S*$/.test(before)) return [];
  if (/^target:\s+\S*$/.test(before)) return targetItems(place);
  return place.parent === "layers" ? layerItems(place, known) : [];
}

/** The last key without indent in front of a line. */
function parentOf(text: string, start: number): string | undefined {
  return text
    .slice(0, start)
    .match(/^\w+(?=\s*:)/gm)
    ?.at(-1);
}

function layerItems(place: Place, known: Knowledge): Completion[] {
  if (/^\s+[\d,\s-]*$/.test(place.before)) return missingItems(place, known);
  if (/\{[^}]*$/.test(place.before)) return halfItems(place);
  return /:\s+\S*$/.test(place.before) ? valueItems(place) : [];
}

function fileKeyItems(place: Place): Completion[] {
  const { root, text } = place.document;
  const given = root?.kind === "map" ? root.entries.map(({ key }) => key) : [];
  const missing = fileKeys.filter((key) => !given.includes(key));
  // Files without a version are of the first one, so it is the last that anybody looks for.
  const proposed = [...missing.filter((key) => key !== "version"), ...missing.filter((key) => key === "version")];
  return proposed.map((key) => ({
    label: key,
    detail: keyDescriptions.get(key) ?? "",
    kind: "key",
    range: wordBefore(place, /\w*$/),
    text: key === "layers" ? `layers:${lineBreak(text)}  ` : `${key}: `,
  }));
}

/** The runs of layers without a rate, each with the one that meets the target, and schedules for all of them. */
function missingItems(place: Place, { schedules }: Knowledge): Completion[] {
  const { document, before } = place;
  const range = wordBefore(place, /[\d,-][\d,\s-]*$|$/);
  const missing = missingAround(place);
  if (missing.length === 0) return [];
  const rate = rateText(fillingRate(document));
  const runs = spansOf(missing).map((span) => keyOfSpans([span]));
  const indent = /^\s*/.exec(before)?.[0] ?? "  ";
  const byRun = runs.map((run) => layerItem(run, `rate ${rate}`, range, `${run}: ${rate}`));
  const single =
    runs[0] === String(missing[0]) ? [] : [layerItem(String(missing[0]), "the next layer", range, `${missing[0]}: `)];
  const scheduled = scheduledRows(document, missing, schedules).map(({ title, rows }) => ({
    label: title,
    detail: `rates for layers ${runs.join(", ")}`,
    kind: "schedule" as const,
    range,
    text: rows.map(({ key, value }) => `${key}: ${value}`).join(lineBreak(document.text) + indent),
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
  if (/(?:attention|mlp)\s*:\s*[^\s,]*$/.test(inside))
    return valueItems(place).filter(({ text }) => !text.startsWith("{"));
  return halfKeys
    .filter((half) => !new RegExp(`\\b${half}\\s*:`).test(inside))
    .map((half) => ({
      label: half,
      detail: half === "attention" ? "rate of the KV groups" : "rate of the neurons",
      kind: "key",
      range: wordBefore(place, /\w*$/),
      text: `${half}: `,
    }));
}

function valueItems(place: Place): Completion[] {
  const rate = rateText(fillingRate(place.document));
  const range = wordBefore(place, /\S*$/);
  const item = (text: string, detail: string): Completion => ({ label: text, detail, kind: "value", range, text });
  return [
    item(rate, "the rate that is missing to the target"),
    item("drop", "the whole block goes"),
    item(`{ attention: ${rate}, mlp: ${rate} }`, "attention and MLP each for itself"),
  ];
}

function targetItems(place: Place): Completion[] {
  const range = wordBefore(place, /\S*$/);
  return [0.2, 0.3, 0.5].map((target) => ({
    label: target.toFixed(5),
    detail: `${target * 100} % of the prunable parameters go`,
    kind: "value",
    range,
    text: target.toFixed(5),
  }));
}

function wordBefore({ before, offset }: Place, word: RegExp): TextRange {
  return { start: offset - (word.exec(before)?.[0].length ?? 0), end: offset };
}
