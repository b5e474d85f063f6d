import * as vscode from "vscode";
import type { Memento } from "../memento.ts";
import { keptReport } from "./doctor-report.ts";

const SCHEME = "self-pruner-doctor";
const ADDRESS = vscode.Uri.from({ scheme: SCHEME, path: "/Self-Pruner Doctor.md" });
const KEPT = "selfPruner.doctorReport";

/**
 * A read-only document with the last report. It is a file system of this one file and not merely a content provider, because
 * VS Code activates the extension for the former alone when a window with the tab is loaded anew. What the report said before is
 * kept, so that the tab has it then without a runner being started for it.
 */
export class ReportDocument implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #registration: vscode.Disposable;
  readonly #memory: Memento;
  readonly onDidChangeFile = this.#changed.event;
  #text: string;
  #writtenAt = Date.now();

  /** @param memory of the workspace, whose window shows the tab again */
  constructor(memory: Memento) {
    this.#memory = memory;
    this.#text = keptReport(memory.get(KEPT));
    this.#registration = vscode.workspace.registerFileSystemProvider(SCHEME, this, { isReadonly: true });
  }

  /** What the document says. */
  get text(): string {
    return this.#text;
  }

  async show(text: string): Promise<void> {
    this.#text = text;
    this.#writtenAt = Date.now();
    this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri: ADDRESS }]);
    await this.#memory.update(KEPT, text);
    await vscode.window.showTextDocument(ADDRESS, { preview: true });
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const { length: size } = this.readFile(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime: this.#writtenAt, size };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    if (uri.path !== ADDRESS.path) throw vscode.FileSystemError.FileNotFound(uri);
    return new TextEncoder().encode(this.#text);
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(): [] {
    return [];
  }

  readonly createDirectory = refuse;
  readonly writeFile = refuse;
  readonly delete = refuse;
  readonly rename = refuse;

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}

function refuse(uri: vscode.Uri): never {
  throw vscode.FileSystemError.NoPermissions(uri);
}
