import * as vscode from "vscode";

const SCHEME = "self-pruner-doctor";
const ADDRESS = vscode.Uri.from({ scheme: SCHEME, path: "Self-Pruner Doctor.md" });

/** A read-only document of one text, shown anew when that changes. */
export class ReportDocument implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;
  readonly onDidChange = this.#changed.event;
  /** Empty until something is shown. */
  text = "";

  constructor() {
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  }

  provideTextDocumentContent(): string {
    return this.text;
  }

  async show(text: string): Promise<void> {
    this.text = text;
    this.#changed.fire(ADDRESS);
    await vscode.window.showTextDocument(ADDRESS, { preview: true });
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
