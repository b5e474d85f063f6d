import type { LayerRate, RateVector } from "../pruning/rates.ts";
import type { LayerSpan } from "./layer-keys.ts";
import type { Problem, TextRange } from "./problem.ts";

/** The version of the format that this program reads and writes; a file without `version` has it. */
export const FORMAT_VERSION = 1;

/** A value with its place in the text. */
export interface Located<T> {
  readonly value: T;
  readonly range: TextRange;
}

/** What a file says of one layer, or of the layers of a range or a list. */
export interface LayerEntry {
  /** The layers that the key names, as far as the model has them; empty when the key cannot be read. */
  readonly spans: readonly LayerSpan[];
  /** Where the key stands. */
  readonly key: TextRange;
  /** Where the value stands; the key's place when it has none. */
  readonly range: TextRange;
  /** Absent when it is written but cannot be read. */
  readonly rate: LayerRate | undefined;
  /** Where the rates of attention and MLP stand, when they are written each for itself. */
  readonly halves: Readonly<Record<"attention" | "mlp", TextRange>> | undefined;
  /** `# lock` stands behind it: no fix and no keeping of the mean changes it. */
  readonly locked: boolean;
}

/** How `layers` is written, which edits have to follow. */
export interface LayersBlock {
  readonly key: TextRange;
  /** Where the map of the layers stands; absent when nothing is written behind the key. */
  readonly map: TextRange | undefined;
  /** Written in braces. */
  readonly flow: boolean;
}

/** A rate file as far as it could be read. */
export interface RateFile {
  readonly version: Located<number> | undefined;
  /** As written: relative to the file, or absolute. */
  readonly model: Located<string> | undefined;
  readonly target: Located<number> | undefined;
  /** How far the mean may lie from the target, beyond what whole neurons make unavoidable. */
  readonly tolerance: Located<number> | undefined;
  /** Neurons that layers keep a multiple of. */
  readonly grid: Located<number> | undefined;
  /** Path of the text that the file is measured on, as written. */
  readonly text: Located<string> | undefined;
  readonly block: LayersBlock | undefined;
  /** Everything under `layers`, in the order of the text. */
  readonly entries: readonly LayerEntry[];
  /** The entry that counts for each layer; undefined where the file says nothing. */
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
