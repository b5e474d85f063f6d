import type { RateDocument } from "../document.ts";
import { lineEnd, type TextEdit } from "../edits.ts";
import { replacement } from "../entry-edits.ts";
import { spansText } from "../layer-keys.ts";
import { LOCK } from "../locks.ts";
import { type Part, partsOf } from "../parts.ts";

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
  if (!first || !value.block || (runs.length > 1 && written.includes("\n"))) return [];
  const comment = first.locked === entry.locked ? [] : [commentEdit(text, entry.range.end, locked)];
  if (runs.length === 1) return comment;
  const rows = runs.map((run, index) => ({
    key: spansText(run.layers),
    value: written + (run.locked && index > 0 ? LOCK : ""),
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

/** The comment behind a value with or without its word `lock`. */
function commentEdit(text: string, valueEnd: number, locked: boolean): TextEdit {
  const end = lineEnd(text, valueEnd);
  const comment = /#\s*(.*)$/.exec(text.slice(valueEnd, end))?.[1] ?? "";
  const words = locked ? comment : comment.replace(/^lock\b[\s,:]*/, "");
  const written = locked ? `${LOCK} ${words}` : ` # ${words}`;
  return { range: { start: valueEnd, end }, text: words === "" && !locked ? "" : written.trimEnd() };
}
