import { type LayerSpan, layersOfKey, MOST_LAYERS } from "./layer-keys.ts";
import { readLayerValue } from "./layer-values.ts";
import { locksOf } from "./locks.ts";
import type { Report } from "./problem.ts";
import type { LayerEntry, RateFile } from "./rate-file.ts";
import { type Entry, quoted } from "./syntax/nodes.ts";

/**
 * Reads the map under `layers`.
 * @param count layers of the model, where it is known
 */
export function readLayers(
  text: string,
  layers: Entry | undefined,
  count: number | undefined,
  report: Report,
): Pick<RateFile, "block" | "entries" | "layers"> {
  const isLocked = locksOf(text);
  const byIndex: LayerEntry[] = [];
  const entries = layerEntries(layers, report).map((written) => {
    const spans = readSpans(written, count, report);
    const value = readValue(written, report);
    const entry = { spans, key: written.keyRange, ...value, locked: isLocked(written.keyRange, value.range) };
    assign(byIndex, entry, report);
    return entry;
  });
  // Without holes in the sense of JavaScript, so that map and every see each index.
  return { block: blockOf(layers), entries, layers: Array.from(byIndex) };
}

function blockOf(layers: Entry | undefined): RateFile["block"] {
  if (!layers) return undefined;
  const map = layers.value?.kind === "map" ? layers.value : undefined;
  return { key: layers.keyRange, map: map?.range, flow: map?.flow ?? false };
}

function layerEntries(layers: Entry | undefined, report: Report): readonly Entry[] {
  const map = layers?.value;
  if (map && map.kind !== "map") {
    report("not-a-map", "layers is a map from a layer's index to its rate, such as 0: 0.25.", map.range);
    return [];
  }
  const entries = map ? map.entries : [];
  if (entries.length === 0) {
    report("layers-missing", "The file gives no layer a rate.", layers?.keyRange ?? { start: 0, end: 0 });
  }
  return entries;
}

function readValue({ key, keyRange, value }: Entry, report: Report): Pick<LayerEntry, "range" | "rate" | "halves"> {
  const layer = /\D/.test(key) ? `layers ${quoted(key)}` : `layer ${quoted(key)}`;
  if (value) return { range: value.range, ...readLayerValue(value, layer, report) };
  report("rate-missing", `The rate of ${layer} is not given.`, keyRange);
  return { range: keyRange, rate: undefined, halves: undefined };
}

/** The layers of a key, cut down to those that exist, so that `0-999999999` costs nothing. */
function readSpans({ key, keyRange }: Entry, count: number | undefined, report: Report): readonly LayerSpan[] {
  const spans = layersOfKey(key);
  if (typeof spans === "string") {
    report("layer-key-invalid", spans, keyRange);
    return [];
  }
  const end = count ?? MOST_LAYERS;
  if (spans.every(({ to }) => to < end)) return spans;
  const limit = count === undefined ? `No model has ${end} layers` : layersOfModel(count);
  report("layer-out-of-range", `${limit}: ${quoted(key)} is beyond ${count === 1 ? "it" : "them"}.`, keyRange);
  return spans.filter(({ from }) => from < end).map(({ from, to }) => ({ from, to: Math.min(to, end - 1) }));
}

function layersOfModel(count: number): string {
  return count === 1 ? "The model has one layer, 0" : `The model has ${count} layers, 0 to ${count - 1}`;
}

function assign(byIndex: LayerEntry[], entry: LayerEntry, report: Report): void {
  let twice: number | undefined;
  for (const { from, to } of entry.spans) {
    for (let layer = from; layer <= to; layer++) {
      if (byIndex[layer]) twice ??= layer;
      else byIndex[layer] = entry;
    }
  }
  if (twice !== undefined) report("layer-twice", `Layer ${twice} is given twice; the first counts.`, entry.key);
}
