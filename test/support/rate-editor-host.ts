import { RateEditorSession } from "../../src/extension/editor/rate-editor/rate-editor-session.ts";
import type { EditedFile } from "../../src/extension/editor/rate-editor/rates-view.ts";
import type {
  BesideRates,
  EditorCommand,
  RateEditorHostMessage,
  RateEditorMessage,
  RateEditorState,
} from "../../src/protocol/rate-editor.ts";
import { type KnownModel, readRateDocument } from "../../src/ratefile/document.ts";
import { applyEdits, type TextEdit } from "../../src/ratefile/edits.ts";
import type { Problem, TextRange } from "../../src/ratefile/problem.ts";
import type { Panel, Wire } from "./webview-harness.ts";

/** The wire of a rate editor, for the harness. */
export interface RateEditorWire extends Wire {
  readonly state: RateEditorState;
  readonly host: RateEditorHostMessage;
  readonly webview: RateEditorMessage;
}

/** A model like the sample: so many layers of 8 KV groups and 172 neurons. */
export function modelOf(layers: number): KnownModel {
  const layer = { groups: 8, groupParameters: 2048, neurons: 172, neuronParameters: 192 };
  return { name: "stories260K", parameterBytes: 4, shape: { layers: Array.from({ length: layers }, () => layer) } };
}

/** A rate file of so many layers with different rates whose mean is 0.3. */
export function wavyFile(layers: number): string {
  const rates = Array.from({ length: layers }, (_, layer) => 0.3 + 0.18 * Math.sin((2 * Math.PI * layer) / layers));
  const lines = rates.map((rate, layer) => `  ${layer}: ${rate.toFixed(5)}`);
  return `model: stories260K\ntarget: 0.30000\nlayers:\n${lines.join("\n")}\n`;
}

/** A rate file in memory with the extension's own session over it: what the editor does to a text, without an editor. */
export class MemoryRateFile {
  text: string;
  version = 1;
  model: KnownModel | undefined;
  readOnly: string | undefined;
  /** Made by others while an edit is on its way. */
  refuse = false;
  readonly found: Problem[] = [];
  readonly revealed: TextRange[] = [];
  readonly opened: TextRange[] = [];
  readonly commands: EditorCommand[] = [];
  readonly logged: string[] = [];
  /** All that was posted, and where it goes besides. */
  readonly posted: RateEditorHostMessage[] = [];
  send: ((message: RateEditorHostMessage) => void) | undefined;
  readonly session: RateEditorSession;
  readonly #undo: string[] = [];

  constructor(text: string, model?: KnownModel, beside?: BesideRates) {
    this.text = text;
    this.model = model;
    this.session = new RateEditorSession(
      {
        file: () => this.file(),
        apply: (edits) => this.#apply(edits),
        post: (message) => {
          this.posted.push(message);
          this.send?.(message);
        },
        run: async (command) => this.#run(command),
        reveal: (range) => void this.revealed.push(range),
        open: async (range) => void this.opened.push(range),
        log: (text) => void this.logged.push(text),
      },
      beside,
    );
  }

  file(): EditedFile {
    const { version, found, readOnly } = this;
    return { name: "example.prune", version, document: readRateDocument(this.text, this.model), found, readOnly };
  }

  /** As if a person typed. */
  type(text: string): void {
    this.#undo.push(this.text);
    this.#become(text);
  }

  /** Steps that can be undone. */
  get steps(): number {
    return this.#undo.length;
  }

  /** Answers a webview of the harness. */
  readonly answer = (message: RateEditorMessage): readonly RateEditorHostMessage[] => {
    void this.session.hear(message);
    return [];
  };

  /** Posts into a panel from now on, and what has been posted before. */
  connect(panel: Panel<RateEditorWire>): void {
    this.send = (message) => panel.post(message);
    for (const message of this.posted) panel.post(message);
  }

  async #apply(edits: readonly TextEdit[]): Promise<boolean> {
    await Promise.resolve();
    if (this.refuse) return false;
    this.type(applyEdits(this.text, edits));
    return true;
  }

  #run(command: EditorCommand): void {
    this.commands.push(command);
    const before = command === "undo" ? this.#undo.pop() : undefined;
    if (before !== undefined) this.#become(before);
  }

  #become(text: string): void {
    this.text = text;
    this.version++;
    this.session.changed();
  }
}
