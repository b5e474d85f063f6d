import * as vscode from "vscode";
import type { CandidateRef } from "../../protocol/webview.ts";

const SCHEME = "self-pruner-candidate";

/** What the lines of a candidate are known by, those of generations whose best it is, too. */
export function candidateUri({ search, candidate }: CandidateRef): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: `/${search}/${candidate}` });
}

/**
 * Marks the lines of the candidate that is pointed at in a panel. A tree has no such mark of its own: it is a decoration, as
 * files have them.
 */
export class PointedLines implements vscode.FileDecorationProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri[]>();
  readonly onDidChangeFileDecorations = this.#changed.event;
  readonly #registration = vscode.window.registerFileDecorationProvider(this);
  #pointed: vscode.Uri | undefined;

  /** @param at undefined for none */
  point(at: CandidateRef | undefined): void {
    const before = this.#pointed;
    this.#pointed = at && candidateUri(at);
    if (before?.path !== this.#pointed?.path) {
      this.#changed.fire([before, this.#pointed].filter((uri) => uri !== undefined));
    }
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== SCHEME || uri.path !== this.#pointed?.path) return undefined;
    return {
      badge: "◂",
      tooltip: "Pointed at in the panel",
      color: new vscode.ThemeColor("list.highlightForeground"),
    };
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
