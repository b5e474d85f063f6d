import type { RateDocument } from "../document.ts";
import { lineBreak, lineStart } from "../edits.ts";
import { fileKeys } from "../header.ts";
import { keyDescriptions } from "../key-descriptions.ts";
import { type Completion, type Place, wordBefore } from "./completion-item.ts";
import type { Knowledge } from "./known.ts";
import { layerCompletions } from "./layer-completion.ts";

/**
 * What can be written at a place, best first. A number that is being typed is not completed: Enter behind `0.2` begins a
 * line, and must not make another rate of it.
 */
export function completionsAt(document: RateDocument, offset: number, known: Knowledge): Completion[] {
  const start = lineStart(document.text, offset);
  const before = document.text.slice(start, offset);
  if (/(?:^|\s)#/.test(before)) return [];
  const place = { document, offset, before };
  if (/^\w*$/.test(before)) return fileKeyItems(place);
  if (/:\s+[\d.+-]\S*$/.test(before)) return [];
  if (/^target:\s+\S*$/.test(before)) return targetItems(place);
  return layerCompletions(place, parentOf(document.text, start) === "layers", known);
}

/** The last key without indent in front of a line. */
function parentOf(text: string, start: number): string | undefined {
  return text
    .slice(0, start)
    .match(/^\w+(?=\s*:)/gm)
    ?.at(-1);
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
