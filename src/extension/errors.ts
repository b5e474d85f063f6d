import * as vscode from "vscode";
import { messageOf, messageWithHint, UserError } from "../base/errors.ts";
import { withoutLinks } from "./without-links.ts";

/**
 * Words errors for a person, once, at the edge. A UserError says what is wrong and the way out; anything else is a defect
 * and is told as one, with its stack in the log.
 */
export class ErrorReporter {
  readonly #log: vscode.LogOutputChannel;

  constructor(log: vscode.LogOutputChannel) {
    this.#log = log;
  }

  /** Shows an error. What a person cancelled is no error. */
  show(error: unknown): void {
    if (isCancelled(error)) return;
    if (!(error instanceof UserError)) this.#log.error(error instanceof Error ? error : String(error));
    else this.#log.warn(`${error.code}: ${error.message}`);
    void vscode.window.showErrorMessage(withoutLinks(sentenceOf(error)), SHOW_LOG).then((choice) => {
      if (choice === SHOW_LOG) this.#log.show();
    });
  }

  /** Runs what a person asked for and shows what goes wrong in it. */
  async guard<T>(act: () => Promise<T> | T): Promise<T | undefined> {
    try {
      return await act();
    } catch (error) {
      this.show(error);
      return undefined;
    }
  }
}

const SHOW_LOG = "Show Log";

/** What is wrong and the way out; a defect is called one. */
function sentenceOf(error: unknown): string {
  return error instanceof UserError ? messageWithHint(error) : `Self-Pruner failed unexpectedly: ${messageOf(error)}`;
}

function isCancelled(error: unknown): boolean {
  return error instanceof vscode.CancellationError || (error instanceof UserError && error.code === "cancelled");
}
