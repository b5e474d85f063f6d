import type { RateDocument } from "../document.ts";
import { lineEnd, nextLine, type TextEdit } from "../edits.ts";
import { replacement } from "../entry-edits.ts";
import { keysOf } from "../layer-keys.ts";
import { LOCK } from "../locks.ts";
import { type Part, partsOf } from "../parts.ts";
import type { TextRange } from "../problem.ts";
import type { LayerEntry } from "../rate-file.ts";

/**
 * The edits that lock layers or let them go, splitting ranges where they must: a comment `# lock` behind the value. Layers
 * in braces have no line to put a comment on and stay as they are.
 */
export function setLocks(document: RateDocument, layers: readonly number[], locked: boolean): TextEdit[] {
  if (document.value.block?.flow) return [];
  const chosen = new Set(layers);
  return partsOf(document.value)
    .filter(({ entry, layers: own }) => entry.locked !== locked && own.some((layer) => chosen.has(layer)))
    .flatMap((part) => lockEdits(document, part, chosen, locked));
}

function lockEdits(document: RateDocument, part: Part, chosen: ReadonlySet<number>, locked: boolean): TextEdit[] {
  const { text, value } = document;
  const { entry, layers } = part;
  const runs = runsOf(layers, chosen).map((run) => ({ ...run, locked: run.chosen ? locked : entry.locked }));
  const [first] = runs;
  const written = text.slice(entry.range.start, entry.range.end);
  const hasLines = text.slice(entry.key.start, entry.range.end).includes("\n");
  if (!first || !value.block || (runs.length > 1 && hasLines)) return [];
  const comment = first.locked === entry.locked ? [] : commentEdits(text, entry, locked);
  if (runs.length === 1) return comment;
  const keyed = runs.flatMap((run) => keysOf(run.layers).map((key) => ({ key, locked: run.locked })));
  const rows = keyed.map((row, index) => ({
    key: row.key,
    value: written + (row.locked && index > 0 ? LOCK : ""),
  }));
  return [...comment, ...replacement(text, value.block, entry, rows)];
}

function runsOf(layers: readonly number[], chosen: ReadonlySet<number>): { layers: number[]; chosen: boolean }[] {
  const runs: { layers: number[]; chosen: boolean }[] = [];
  for (const layer of layers) {
    const last = runs.at(-1);
    if (last?.chosen === chosen.has(layer)) last.layers.push(layer);
    else runs.push({ layers: [layer], chosen: chosen.has(layer) });
  }
  return runs;
}

/** Writes the word `lock` in front of what the comment behind a value says, or takes it out of all comments that count. */
function commentEdits(text: string, { key, range }: LayerEntry, locked: boolean): TextEdit[] {
  const words = commentBehind(text, range.end)?.words ?? "";
  if (locked)
    return [{ range: { start: range.end, end: lineEnd(text, range.end) }, text: `${LOCK} ${words}`.trimEnd() }];
  return placesBefore(text, { start: key.end, end: range.end }).flatMap((place) => unlocked(text, place));
}

/** For each line that a range reaches over where it, or the range, begins; of the last line the end of the range. */
function placesBefore(text: string, { start, end }: TextRange): number[] {
  const places: number[] = [];
  for (let place = start; lineEnd(text, place) < end; place = nextLine(text, place)) places.push(place);
  return [...places, end];
}

function unlocked(text: string, place: number): TextEdit[] {
  const comment = commentBehind(text, place);
  const words = comment?.words.replace(/(?:^|\s*#\s*)lock\b[\s,:]*/gi, "");
  if (!comment || words === undefined || words === comment.words) return [];
  return [{ range: comment.range, text: words === "" ? "" : ` # ${words}` }];
}

/** The comment behind a place on its line, with the blanks in front of it. */
function commentBehind(text: string, place: number): { readonly range: TextRange; readonly words: string } | undefined {
  const end = lineEnd(text, place);
  const comment = /(?:^|[ \t]+)#\s*(.*)$/.exec(text.slice(place, end));
  return comment ? { range: { start: place + comment.index, end }, words: comment[1]?.trimEnd() ?? "" } : undefined;
}
