import type { LayerRate } from "../pruning/rates.ts";
import type { RateDocument } from "./document.ts";
import type { TextEdit } from "./edits.ts";
import { rateEdits, replacement } from "./entry-edits.ts";
import { keysOf } from "./layer-keys.ts";
import { LOCK } from "./locks.ts";
import type { Part } from "./parts.ts";
import type { LayerEntry } from "./rate-file.ts";
import { layerRateText } from "./rate-text.ts";

interface Rated {
  readonly layers: readonly number[];
  readonly rate: LayerRate;
}

/**
 * The edits that give parts other rates: in place where an entry still has one rate, else the entry becomes one line for
 * each run of layers with one.
 * @param rates one for each part
 */
export function partEdits(document: RateDocument, parts: readonly Part[], rates: readonly LayerRate[]): TextEdit[] {
  const byEntry = new Map<LayerEntry, Rated[]>();
  for (const [index, { entry, layers, rate }] of parts.entries()) {
    const runs = byEntry.get(entry) ?? [];
    append(runs, { layers, rate: rates[index] ?? rate });
    byEntry.set(entry, runs);
  }
  return [...byEntry].flatMap(([entry, runs]) => entryEdits(document, entry, runs));
}

function append(runs: Rated[], next: Rated): void {
  const last = runs.at(-1);
  if (last && layerRateText(last.rate) === layerRateText(next.rate)) {
    runs[runs.length - 1] = { layers: [...last.layers, ...next.layers], rate: last.rate };
  } else runs.push(next);
}

function entryEdits({ text, value: { block } }: RateDocument, entry: LayerEntry, runs: readonly Rated[]): TextEdit[] {
  const [first] = runs;
  if (!first || !block) return [];
  if (runs.length === 1) return rateEdits(entry, first.rate);
  const keyed = runs.flatMap(({ layers, rate }) => keysOf(layers).map((key) => ({ key, value: layerRateText(rate) })));
  const rows = keyed.map(({ key, value }, index) => ({
    key,
    // The comment that locks the entry stays with its first row.
    value: value + (entry.locked && index > 0 && !block.flow ? LOCK : ""),
  }));
  return replacement(text, block, entry, rows);
}
