import type { RateDocument } from "./document.ts";
import { lineEnd, lineStart } from "./edits.ts";
import { layersOfSpans, unionOf } from "./layer-keys.ts";
import { oncePer } from "./once-per.ts";
import type { TextRange } from "./problem.ts";
import type { LayerEntry, RateFile } from "./rate-file.ts";
import { lastUpTo } from "./sorted.ts";

/** The entry that a range of the text lies in. */
export function entryAround({ entries }: RateFile, { start, end }: TextRange): LayerEntry | undefined {
  // Entries follow each other in the text: only the last one that begins before the range can hold it.
  const entry = lastUpTo(entries, start, ({ key }) => key.start);
  return entry && end <= Math.max(entry.range.end, entry.key.end) ? entry : undefined;
}

/** The entries that name a layer, in the order of the text. */
export function entriesOfLayer(file: RateFile, layer: number): readonly LayerEntry[] {
  return entriesByLayer(file).get(layer) ?? [];
}

const entriesByLayer = oncePer(({ entries }: RateFile) => {
  const byLayer = new Map<number, LayerEntry[]>();
  for (const entry of entries) {
    for (const layer of layersOfSpans(unionOf(entry.spans))) {
      const others = byLayer.get(layer);
      if (others) others.push(entry);
      else byLayer.set(layer, [entry]);
    }
  }
  return byLayer;
});

/** Whether a range reaches into the lines of a locked layer. */
export function touchesLocked(document: RateDocument, { start, end }: TextRange): boolean {
  const lines = lastUpTo(lockedLines(document), end - 1, (locked) => locked.start);
  return lines !== undefined && start < lines.end;
}

const lockedLines = oncePer(({ text, value }: RateDocument): TextRange[] =>
  value.entries
    .filter(({ locked }) => locked)
    .map(({ key, range }) => ({
      start: lineStart(text, key.start),
      end: lineEnd(text, Math.max(key.end, range.end)),
    })),
);
