import type {
  BesideRates,
  EditorCommand,
  RateChange,
  RateEditorHostMessage,
  RateEditorMessage,
} from "../../../protocol/rate-editor.ts";
import type { RateDocument } from "../../../ratefile/document.ts";
import type { TextEdit } from "../../../ratefile/edits.ts";
import type { TextRange } from "../../../ratefile/problem.ts";
import { setLocks } from "../../../ratefile/services/set-locks.ts";
import { afterEdits, changeEdits, hasKeptMean, layersIn, takeOverEdits } from "./rate-changes.ts";
import { type EditedFile, editedRates, firstProblem, fixNamed, rateFileView } from "./rates-view.ts";

/** What a rate editor needs of the window. */
export interface RateEditorPorts {
  file(): EditedFile;
  /** Changes the text in one step of its undo. @returns false when it could not be changed */
  apply(edits: readonly TextEdit[]): Promise<boolean>;
  post(message: RateEditorHostMessage): void;
  run(command: EditorCommand): Promise<void>;
  /** Shows a place of the text where the text is shown. */
  reveal(range: TextRange): void;
  /** Shows a place of the text, and the text itself if it is not shown. */
  open(range: TextRange): Promise<void>;
  log(text: string): void;
}

/** What one rate editor says and hears. It keeps nothing of the file: every answer is made from the text as it is. */
export class RateEditorSession {
  readonly #ports: RateEditorPorts;
  #beside: BesideRates | undefined;

  constructor(ports: RateEditorPorts, beside: BesideRates | undefined) {
    this.#ports = ports;
    this.#beside = beside;
  }

  get beside(): BesideRates | undefined {
    return this.#beside;
  }

  /** Lays other rates beside those of the file, or none. */
  layBeside(beside: BesideRates | undefined): void {
    this.#beside = beside;
    this.#ports.post({ type: "beside", beside });
  }

  /** The text, its model or its problems are others. */
  changed(): void {
    this.#ports.post({ type: "rates", view: rateFileView(this.#ports.file()) });
  }

  /** The cursor of a person moved in the text. */
  textSelected(range: TextRange): void {
    const layers = layersIn(this.#ports.file().document, range);
    if (layers.length > 0) this.#ports.post({ type: "select", layers });
  }

  async hear(message: RateEditorMessage): Promise<void> {
    switch (message.type) {
      case "ready":
        this.#ports.post({ type: "beside", beside: this.#beside });
        return this.changed();
      case "preview":
        return this.#preview(message.ticket, message.version, message.change);
      case "change":
        return this.#edit(message.version, (document) => changeEdits(document, message.change));
      case "lock":
        return this.#edit(message.version, (document) => setLocks(document, message.layers, message.locked));
      case "takeOver":
        return this.#takeOver(message);
      case "fix":
        return this.#edit(message.version, (document) => fixNamed(document, message.fix)?.edits ?? []);
      case "command":
        return this.#ports.run(message.command);
      case "select":
        return this.#reveal(message.layers);
      case "revealProblem":
        return this.#revealProblem();
      case "closeBeside":
        return this.layBeside(undefined);
      case "error":
        return this.#ports.log(message.text);
    }
  }

  /** A preview of a text that has changed since is not answered: the new text is on its way. */
  #preview(ticket: number, version: number, change: RateChange): void {
    const { document, version: current } = this.#ports.file();
    if (version !== current) return;
    const after = afterEdits(document, changeEdits(document, change));
    const kept = !change.keepMean || hasKeptMean(document, after);
    this.#ports.post({ type: "preview", ticket, version, rates: editedRates(after), kept });
  }

  async #takeOver({ version, layers, keepMean }: Extract<RateEditorMessage, { type: "takeOver" }>): Promise<void> {
    const beside = this.#beside;
    await this.#edit(version, (document) => (beside ? takeOverEdits(document, beside, layers, keepMean) : []));
  }

  /** Answered with the file as it is then, whether or not it was changed. */
  async #edit(version: number, make: (document: RateDocument) => readonly TextEdit[]): Promise<void> {
    const refusal = await this.#tryEdit(version, make);
    this.changed();
    this.#ports.post({ type: "settled", refusal });
  }

  async #tryEdit(version: number, make: (document: RateDocument) => readonly TextEdit[]): Promise<string | undefined> {
    const { document, version: current, readOnly } = this.#ports.file();
    if (readOnly !== undefined) return readOnly;
    if (version !== current)
      return "The text was changed at the same moment, so this change was not made. Make it again.";
    const edits = make(document);
    if (edits.length === 0 || (await this.#ports.apply(edits))) return undefined;
    return "The text could not be changed. Is the file read-only, or is it being changed by something else?";
  }

  #reveal(layers: readonly number[]): void {
    const { value } = this.#ports.file().document;
    const entry = layers.map((layer) => value.layers[layer]).find((each) => each !== undefined);
    if (entry) this.#ports.reveal(entry.range);
  }

  async #revealProblem(): Promise<void> {
    const problem = firstProblem(this.#ports.file());
    if (problem) await this.#ports.open(problem.range);
  }
}
