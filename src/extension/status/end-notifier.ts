import { setTimeout as pause } from "node:timers/promises";
import * as vscode from "vscode";
import type { SearchList } from "../searches/search-list.ts";
import { EndClaims } from "./end-claims.ts";
import { type SearchEnd, SearchEnds } from "./search-ends.ts";

/** Milliseconds by which the window in front is ahead of the others. */
const HEAD_START = 1000;
/** Milliseconds after which every window has heard of an end. */
const SETTLED = 5000;

const OPEN = "Open Panel";
const SAVE = "Save Rates";
const RESUME = "Resume";
const LOG = "Show Log";

const commands: Readonly<Record<string, string>> = {
  [OPEN]: "selfPruner.openPanel",
  [SAVE]: "selfPruner.saveBestRates",
  [RESUME]: "selfPruner.resumeSearch",
  [LOG]: "selfPruner.showLog",
};

export interface EndNotifierParts {
  readonly searches: SearchList;
  /** The setting, read when a search ends. */
  readonly notifyAtEnd: () => boolean;
  /** Folder that all windows share. */
  readonly claims: string;
}

/** One notification when a search ends by itself, in the window that a person looks at, else in any one. */
export class EndNotifier implements vscode.Disposable {
  readonly #notifyAtEnd: () => boolean;
  readonly #claims: EndClaims;
  readonly #ends: SearchEnds;

  constructor({ searches, notifyAtEnd, claims }: EndNotifierParts) {
    this.#notifyAtEnd = notifyAtEnd;
    this.#claims = new EndClaims(claims);
    this.#ends = new SearchEnds(searches);
    this.#ends.onEnded((end) => void this.#ended(end));
  }

  dispose(): void {
    this.#ends.dispose();
  }

  async #ended(end: SearchEnd): Promise<void> {
    if (!this.#notifyAtEnd()) return;
    if (!vscode.window.state.focused) await pause(HEAD_START, undefined, { ref: false });
    if (!(await this.#claims.claim(end.id))) return;
    setTimeout(() => this.#claims.release(end.id).catch(() => undefined), SETTLED).unref();
    const choice = await notify(end);
    const command = choice === undefined ? undefined : commands[choice];
    if (command) await vscode.commands.executeCommand(command, end.id);
  }
}

function notify({ isFailure, hasBest, text }: SearchEnd): Thenable<string | undefined> {
  if (isFailure) return vscode.window.showErrorMessage(text, RESUME, LOG);
  return vscode.window.showInformationMessage(text, OPEN, ...(hasBest ? [SAVE] : []));
}
