import type * as vscode from "vscode";

/** The ways in which a search begins. Each resolves with its id, or undefined when the person gave up. */
export interface SearchStarter {
  /** Asks what to search, step by step. */
  ask(): Promise<string | undefined>;
  /** The sample, without a question. */
  sample(): Promise<string | undefined>;
  /** The same questions, with the model and the target of a rate file answered. */
  fromRateFile(file: vscode.Uri): Promise<string | undefined>;
}
