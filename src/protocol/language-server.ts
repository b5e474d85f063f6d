/**
 * What the editor and the language server say to each other beyond the Language Server Protocol. Methods and their types
 * stand in the maps below; both ends derive from them.
 */
import type { MeasuredRates, NamedRates } from "../pruning/known-rates.ts";
import type { ModelShape } from "../pruning/shape.ts";

/** What of the language server can be chosen: its initialization options, and what a change of settings carries. */
export interface LanguageServerSettings {
  /** Say so when the first or last layers are cut deeper than their neighbours. */
  readonly edgeHints: boolean;
}

/** A model that a rate file names. */
export interface RateFileModel {
  /** Absolute path of its folder. */
  readonly folder: string;
  readonly name: string;
  readonly shape: ModelShape;
  /** Bytes that a parameter takes as it is stored. */
  readonly parameterBytes: number;
}

/** A fitness that a rate file was measured to have: the hover says whether the file still has those rates. */
export interface MeasuredFitness extends MeasuredRates {
  /** Absolute path of the model folder that it was measured of. */
  readonly model: string;
}

/** What the editor knows of a rate file and the language server cannot: it replaces what was sent before. */
export interface RateFileKnowledge {
  readonly uri: string;
  /** Newest last. */
  readonly measured: readonly MeasuredFitness[];
  readonly schedules: readonly NamedRates[];
}

/** Requests of the editor. */
export interface LanguageServerRequests {
  /** The model of an open rate file; null while it names none that can be opened. */
  "rateFile/model": { params: { readonly uri: string }; result: RateFileModel | null };
}

/** Notifications of the editor. */
export interface LanguageServerNotifications {
  "rateFile/known": RateFileKnowledge;
}

/** Notifications of the language server. */
export interface LanguageClientNotifications {
  /** The model of an open rate file is another one than before, or none any more. */
  "rateFile/modelChanged": { readonly uri: string; readonly model: RateFileModel | null };
}
