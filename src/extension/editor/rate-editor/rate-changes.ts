import type { BesideRates, RateChange } from "../../../protocol/rate-editor.ts";
import { type RateDocument, readRateDocument } from "../../../ratefile/document.ts";
import { applyEdits, type TextEdit } from "../../../ratefile/edits.ts";
import type { TextRange } from "../../../ratefile/problem.ts";
import { layerProfile } from "../../../ratefile/services/layer-profile.ts";
import { setLayerRates } from "../../../ratefile/services/set-layer-rate.ts";
import { changesBetween } from "../../../ratefile/text-changes.ts";

/** A rate for one half of a layer and for the other. */
type Rate = BesideRates["rates"][number];

/** Means that are nearer than this are the same: five decimals each for the rates. */
const NEAR = 2e-5;

/** The edits that make a change. Locked layers keep their rates. */
export function changeEdits(document: RateDocument, { part, settings, keepMean }: RateChange): TextEdit[] {
  const rates = new Map<number, number | Rate>();
  for (const { layers, rate } of settings) {
    for (const layer of layers) {
      const entry = document.value.layers[layer];
      if (!entry?.rate || entry.locked) continue;
      const rounded = Number(rate.toFixed(5));
      rates.set(layer, part === "layer" ? rounded : { ...entry.rate, [part]: rounded });
    }
  }
  return setLayerRates(document, rates, { keepMean: keepMean ? keptMean(document) : undefined });
}

/**
 * The edits that give layers the rates that are laid beside. When all are taken over, all move by the same amount to keep
 * the mean; else the others give way.
 */
export function takeOverEdits(
  document: RateDocument,
  beside: BesideRates,
  layers: readonly number[] | undefined,
  keepMean: boolean,
): TextEdit[] {
  const wanted = layers ? new Set(layers) : undefined;
  const rates = new Map(
    [...beside.rates.entries()].filter(
      ([layer]) => (wanted?.has(layer) ?? true) && document.value.layers[layer]?.locked === false,
    ),
  );
  const mean = keepMean ? keptMean(document) : undefined;
  if (wanted) return setLayerRates(document, rates, { keepMean: mean });
  const taken = applyEdits(document.text, setLayerRates(document, rates));
  const after = readRateDocument(taken, document.model);
  return changesBetween(document.text, applyEdits(taken, setLayerRates(after, new Map(), { keepMean: mean })));
}

/** A document as some edits would make it. */
export function afterEdits(document: RateDocument, edits: readonly TextEdit[]): RateDocument {
  return readRateDocument(applyEdits(document.text, edits), document.model);
}

/** Whether a document has the mean that an earlier state of it was to keep. */
export function hasKeptMean(before: RateDocument, after: RateDocument): boolean {
  const [kept, { mean }] = [keptMean(before), layerProfile(after)];
  return kept !== undefined && mean !== undefined && Math.abs(kept - mean) <= NEAR;
}

/** The mean that is kept: the target while it is met, so that roundings do not add up, else the mean as it is. */
function keptMean(document: RateDocument): number | undefined {
  const { mean, target } = layerProfile(document);
  return target?.met ? target.value : mean;
}

/** The layers whose rates stand on the lines that a range of the text touches. */
export function layersIn({ text, value }: RateDocument, { start, end }: TextRange): number[] {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const next = text.indexOf("\n", end);
  const to = next < 0 ? text.length : next;
  const entries = new Set(value.entries.filter(({ key, range }) => key.start <= to && range.end >= from));
  return [...value.layers.entries()].flatMap(([layer, entry]) => (entry && entries.has(entry) ? [layer] : []));
}
