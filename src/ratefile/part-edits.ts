import type { LayerRate } from "../pruning/rates.ts";
import type { RateDocument } from "./document.ts";
import type { TextEdit } from "./edits.ts";
import { rateEdits, replacement } from "./entry-edits.ts";
import { spansText } from "./layer-keys.ts";
import type { Part } from "./parts.ts";
import type { LayerEntry } from "./rate-file.ts";
import { layerRateText } from "./rate-text.ts";

/**
 * The edits that give parts other rates: in place where an entry is still one part, else the entry becomes one line for
 * each of its parts.
 * @param rates one for each part
 */
export function partEdits(document: RateDocument, parts: readonly Part[], rates: readonly LayerRate[]): TextEdit[] {
  const byEntry = new Map<LayerEntry, { part: Part; rate: LayerRate }[]>();
  for (const [index, part] of parts.entries()) {
    const rated = { part, rate: rates[index] ?? part.rate };
    byEntry.set(part.entry, [...(byEntry.get(part.entry) ?? []), rated]);
  }
  return [...byEntry].flatMap(([entry, rated]) => entryEdits(document, entry, rated));
}

function entryEdits(
  { text, value: { block } }: RateDocument,
  entry: LayerEntry,
  rated: readonly { part: Part; rate: LayerRate }[],
): TextEdit[] {
  const [first] = rated;
  if (!first || !block) return [];
  if (rated.length === 1) return rateEdits(entry, first.rate);
  const rows = rated.map(({ part, rate }) => ({ key: spansText(part.layers), value: layerRateText(rate) }));
  return replacement(text, block, entry, rows);
}
