/** Sees what the extension draws into texts: the API of VS Code takes decorations and gives none back. */
import * as vscode from "vscode";

/** Each test file is a bundle of its own, so what they share lies with the process. */
const key = Symbol.for("self-pruner.decoration-types");
type Looks = Map<vscode.TextEditorDecorationType, vscode.DecorationRenderOptions>;
const shared = globalThis as { [key]?: Looks };

/** Keeps how each kind of decoration looks, from now on: to be called before the extension is active. */
export function keepDecorationTypes(): void {
  const looks: Looks = new Map();
  shared[key] = looks;
  const window = vscode.window as {
    createTextEditorDecorationType: typeof vscode.window.createTextEditorDecorationType;
  };
  const original = window.createTextEditorDecorationType;
  window.createTextEditorDecorationType = (options) => {
    const type = original(options);
    looks.set(type, options);
    return type;
  };
}

/** A decoration as it is drawn: how its kind looks, and what is its own. */
export interface Drawn extends vscode.DecorationOptions {
  readonly looks: vscode.DecorationRenderOptions;
}

/** The decorations of one document's editors, once they are drawn anew. */
export class Drawings implements vscode.Disposable {
  readonly #drawn = new Map<vscode.TextEditorDecorationType, readonly vscode.DecorationOptions[]>();
  readonly #watched = new Map<vscode.TextEditor, vscode.TextEditor>();
  readonly #original = Object.getOwnPropertyDescriptor(vscode.window, "visibleTextEditors");
  #last = process.threadCpuUsage();

  constructor(document: vscode.TextDocument) {
    const visible = () => (this.#original?.get?.call(vscode.window) ?? []) as readonly vscode.TextEditor[];
    const get = () => visible().map((editor) => (editor.document === document ? this.#watch(editor) : editor));
    Object.defineProperty(vscode.window, "visibleTextEditors", { configurable: true, enumerable: true, get });
  }

  dispose(): void {
    if (this.#original) Object.defineProperty(vscode.window, "visibleTextEditors", this.#original);
  }

  /** In the order of the text. */
  get all(): Drawn[] {
    const drawn = [...this.#drawn].flatMap(([type, options]) =>
      options.map((one) => ({ ...one, looks: shared[key]?.get(type) ?? {} })),
    );
    return drawn.sort((one, other) => one.range.start.compareTo(other.range.start));
  }

  /** Milliseconds that the extension host worked from some moment on until something was drawn last. */
  millisecondsSince({ user, system }: NodeJS.CpuUsage): number {
    return (this.#last.user - user + this.#last.system - system) / 1000;
  }

  /** The editor itself is frozen, so one that has it as its prototype stands in for it: always the same one. */
  #watch(editor: vscode.TextEditor): vscode.TextEditor {
    const known = this.#watched.get(editor);
    if (known) return known;
    const setDecorations = (type: vscode.TextEditorDecorationType, options: readonly vscode.DecorationOptions[]) => {
      this.#drawn.set(type, options);
      editor.setDecorations(type, options);
      this.#last = process.threadCpuUsage();
    };
    const watched: vscode.TextEditor = Object.create(editor, { setDecorations: { value: setDecorations } });
    this.#watched.set(editor, watched);
    return watched;
  }
}
