import type * as vscode from "vscode";
import type { Rates } from "../rates/rate-source.ts";

/** Rates with the name that a person knows them by: a file, a search's best, an earlier state of a file. */
export interface NamedRates {
  readonly name: string;
  readonly rates: Rates;
}

/** The panels in which the rates of open files are dragged as bars. */
export interface RateEditors {
  /**
   * Shows the bars of a file beside its text, an open panel where there is one.
   * @param beside rates that are laid beside those of the file; the panel shows the file alone when left out
   */
  open(document: vscode.TextDocument, beside?: NamedRates): void;
}
