import { isMap } from "yaml";
import { type LayerSpan, layersOfKey, MOST_LAYERS } from "./layer-keys.ts";
import { readLayerValue } from "./layer-values.ts";
import type { Report } from "./problem.ts";
import type { LayerEntry } from "./rate-file.ts";
import { type Entry, entriesOf, rangeOf } from "./yaml.ts";

/**
 * Reads the map under `layers`.
 * @param count layers of the model, where it is known
 * @returns by layer index, with holes where the file says nothing
 */
export function readLayers(
  layers: Entry | undefined,
  count: number | undefined,
  report: Report,
): (LayerEntry | undefined)[] {
  const entries: LayerEntry[] = [];
  for (const entry of layerEntries(layers, report)) {
    const spans = layersOfKey(entry.key);
    if (typeof spans === "string") report("layer-key-invalid", spans, entry.keyRange);
    else assign(entries, inModel(spans, entry, count, report), readEntry(entry, report), report);
  }
  // Without holes in the sense of JavaScript, so that map and every see each index.
  return Array.from(entries);
}

function layerEntries(layers: Entry | undefined, report: Report): Entry[] {
  const map = layers?.value;
  if (map && !isMap(map)) {
    report("not-a-map", "layers is a map from a layer's index to its rate, such as 0: 0.25.", rangeOf(map));
    return [];
  }
  const entries = map ? entriesOf(map) : [];
  if (entries.length === 0) {
    report("layers-missing", "The file gives no layer a rate.", layers?.keyRange ?? { start: 0, end: 0 });
  }
  return entries;
}

function readEntry({ key, keyRange, value }: Entry, report: Report): LayerEntry {
  const layer = /\D/.test(key) ? `layers ${key}` : `layer ${key}`;
  if (value) return { key: keyRange, range: rangeOf(value), rate: readLayerValue(value, layer, report) };
  report("rate-missing", `The rate of ${layer} is not given.`, keyRange);
  return { key: keyRange, range: keyRange, rate: undefined };
}

/** The spans cut down to layers that exist, so that `0-999999999` costs nothing. */
function inModel(
  spans: readonly LayerSpan[],
  { key, keyRange }: Entry,
  count: number | undefined,
  report: Report,
): LayerSpan[] {
  const end = count ?? MOST_LAYERS;
  if (spans.some(({ to }) => to >= end)) {
    const limit =
      count === undefined ? `No model has ${end} layers` : `The model has ${count} layers, 0 to ${count - 1}`;
    report("layer-out-of-range", `${limit}: ${key} is beyond them.`, keyRange);
  }
  return spans.map(({ from, to }) => ({ from, to: Math.min(to, end - 1) }));
}

function assign(entries: LayerEntry[], spans: readonly LayerSpan[], entry: LayerEntry, report: Report): void {
  let twice: number | undefined;
  for (const { from, to } of spans) {
    for (let layer = from; layer <= to; layer++) {
      if (entries[layer]) twice ??= layer;
      else entries[layer] = entry;
    }
  }
  if (twice !== undefined) report("layer-twice", `Layer ${twice} is given twice; the first counts.`, entry.key);
}
