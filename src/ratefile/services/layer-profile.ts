import type { LayerRate } from "../../pruning/rates.ts";
import type { RateDocument } from "../document.ts";
import { meanOf, meanTolerance } from "../mean.ts";
import { partsOf, wholeRateOf } from "../parts.ts";
import type { TextRange } from "../problem.ts";
import { completeRates, type LayerEntry } from "../rate-file.ts";

/** What a line of `layers` says, for whoever draws it. */
interface ProfileRow {
  /** Line of the value, from 0. */
  readonly line: number;
  readonly key: TextRange;
  readonly value: TextRange;
  /** The layers that it counts for, ascending. */
  readonly layers: readonly number[];
  readonly rate: LayerRate;
  /** Attention and MLP weighed by their parameters (alike where the model is not known). */
  readonly whole: number;
  /** Where the rates of attention and MLP stand, when they are written each for itself. */
  readonly halves: LayerEntry["halves"];
  readonly locked: boolean;
}

/** A file's profile of rates over the layers. */
export interface LayerProfile {
  /** In the order of the text; without entries that cannot be read or do not count. */
  readonly rows: readonly ProfileRow[];
  /** Layers of the model, or as many as the file names. */
  readonly layers: number;
  /** Undefined while a layer lacks its rate, and for halves that cannot be weighed. */
  readonly mean: number | undefined;
  readonly target: { readonly value: number; readonly line: number; readonly met: boolean } | undefined;
}

/** The profile of a document; cheap enough for every keystroke. */
export function layerProfile(document: RateDocument): LayerProfile {
  const { value, model, text } = document;
  const lineOf = lineCounter(text);
  const rates = completeRates(value);
  const mean = rates && meanOf(rates, model?.shape);
  const rows = partsOf(value).map((part) => ({
    line: lineOf(part.entry.range.start),
    key: part.entry.key,
    value: part.entry.range,
    layers: part.layers,
    rate: part.rate,
    whole: wholeRateOf(part, model?.shape),
    halves: part.entry.halves,
    locked: part.entry.locked,
  }));
  const { target } = value;
  const met = target && mean !== undefined && Math.abs(mean - target.value) <= meanTolerance(value, model?.shape);
  return {
    rows,
    layers: model?.shape.layers.length ?? value.layers.length,
    mean,
    target: target && { value: target.value, line: lineCounter(text)(target.range.start), met: met ?? false },
  };
}

/** Lines of ascending offsets, counted on from the last one. */
function lineCounter(text: string): (offset: number) => number {
  let line = 0;
  let at = 0;
  return (offset) => {
    for (let end = text.indexOf("\n", at); end >= 0 && end < offset; end = text.indexOf("\n", at)) {
      line += 1;
      at = end + 1;
    }
    return line;
  };
}
