import type * as vscode from "vscode";

/** The ways in which a search begins. Each resolves with its id, or undefined when the person gave up. */
export interface SearchStarter {
  /**
   * Asks what to search, step by step.
   * @param given answers that are not asked for: an object as docs/start-search.md describes it. With the model, the text
   * and the target in it, the search starts without a question.
   * @throws UserError `answers-invalid` when `given` is not such an object
   */
  ask(given?: unknown): Promise<string | undefined>;
  /** The sample, without a question. */
  sample(): Promise<string | undefined>;
  /** The same questions, with the model and the target of a rate file answered. */
  fromRateFile(file: vscode.TextDocument): Promise<string | undefined>;
}
