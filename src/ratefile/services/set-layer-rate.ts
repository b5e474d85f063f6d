import type { LayerRate } from "../../pruning/rates.ts";
import type { ModelShape } from "../../pruning/shape.ts";
import { balance } from "../balance.ts";
import type { RateDocument } from "../document.ts";
import type { TextEdit } from "../edits.ts";
import { partEdits } from "../part-edits.ts";
import { type Part, partsOf, wholeRateOf } from "../parts.ts";

export interface SetLayerRateOptions {
  /**
   * The mean that the other layers give way for: all that are neither locked nor dropped move by the same amount. They
   * stay as they are when left out, and when those that may move cannot keep it.
   */
  readonly keepMean?: number | undefined;
  /** Layers that do not move, besides those locked in the file. */
  readonly held?: readonly number[] | undefined;
}

/**
 * The edits that give layers a rate, splitting ranges where they must. Layers that the file does not rate are passed over.
 * @param rate of both halves; as a number, of the whole layer, whose halves, when they are written each for itself, move
 * to the nearest rates that come to it
 */
export function setLayerRate(
  document: RateDocument,
  layers: readonly number[],
  rate: number | LayerRate,
  options: SetLayerRateOptions = {},
): TextEdit[] {
  return setLayerRates(document, new Map(layers.map((layer) => [layer, rate])), options);
}

/** {@link setLayerRate} with a rate for each layer. Without any, all that may move do so to keep the mean. */
export function setLayerRates(
  document: RateDocument,
  rates: ReadonlyMap<number, number | LayerRate>,
  { keepMean, held = [] }: SetLayerRateOptions = {},
): TextEdit[] {
  const shape = document.model?.shape;
  const still = new Set(held);
  const kindOf = (layer: number): string => {
    const rate = rates.get(layer);
    return rate === undefined ? (still.has(layer) ? "still" : "other") : JSON.stringify(rate);
  };
  const parts = partsOf(document.value)
    .flatMap((part) => split(part, kindOf))
    .map((part) => ({ ...part, held: part.held || (part.layers[0] !== undefined && still.has(part.layers[0])) }));
  const set = parts.map((part) => {
    const rate = part.layers[0] === undefined ? undefined : rates.get(part.layers[0]);
    return rate === undefined ? part : rated(part, rate, shape);
  });
  const kept = keepMean === undefined ? undefined : balance(set, shape, keepMean);
  return partEdits(document, parts, kept ?? set.map((part) => part.rate));
}

/** A part as runs of layers of one kind each, in the order of the layers. */
function split(part: Part, kind: (layer: number) => string): Part[] {
  const runs: { kind: string; layers: number[] }[] = [];
  for (const layer of part.layers) {
    const last = runs.at(-1);
    if (last?.kind === kind(layer)) last.layers.push(layer);
    else runs.push({ kind: kind(layer), layers: [layer] });
  }
  return runs.map(({ layers }) => ({ ...part, layers }));
}

/** What was set is held, so that it stays as it was set. */
function rated(part: Part, rate: number | LayerRate, shape: ModelShape | undefined): Part {
  if (typeof rate !== "number") {
    return { ...part, rate, paired: part.paired || rate.attention !== rate.mlp, held: true };
  }
  const alone = { ...part, held: false, yielding: true };
  const [halves] = part.paired && rate !== wholeRateOf(part, shape) ? (balance([alone], shape, rate) ?? []) : [];
  return { ...part, rate: halves ?? (part.paired ? part.rate : { attention: rate, mlp: rate }), held: true };
}
