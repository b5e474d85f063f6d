import type { LayerRate, RateVector } from "../pruning/rates.ts";
import type { Problem, TextRange } from "./problem.ts";

/** A value with its place in the text. */
export interface Located<T> {
  readonly value: T;
  readonly range: TextRange;
}

/** What a file says of one layer. */
export interface LayerEntry {
  /** Where the key stands: shared by all the layers of a range or a list. */
  readonly key: TextRange;
  /** Where the value stands; the key's place when it has none. */
  readonly range: TextRange;
  /** Absent when it is written but cannot be read. */
  readonly rate: LayerRate | undefined;
}

/** A rate file as far as it could be read. */
export interface RateFile {
  /** As written: relative to the file, or absolute. */
  readonly model: Located<string> | undefined;
  readonly target: Located<number> | undefined;
  /** By layer index; undefined where the file says nothing. */
  readonly layers: readonly (LayerEntry | undefined)[];
}

export interface ParsedRateFile {
  readonly value: RateFile;
  /** In the order of the text. */
  readonly problems: readonly Problem[];
}

/** The rates of all layers, when every one of them could be read. */
export function completeRates(file: RateFile): RateVector | undefined {
  const rates = file.layers.map((entry) => entry?.rate);
  return rates.length > 0 && rates.every((rate) => rate !== undefined) ? rates : undefined;
}
