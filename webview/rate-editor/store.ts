import type {
  BesideRates,
  EditedRates,
  EditorCommand,
  FixName,
  RateChange,
  RateEditorHostMessage,
  RateEditorMessage,
  RateEditorState,
  RateFileView,
} from "../../src/protocol/rate-editor.ts";
import type { LayerPart } from "../../src/protocol/webview.ts";
import { Changes } from "./changes.ts";
import { type Rates, settingsOf, without } from "./model/gesture.ts";
import { attentionShares, partRates, withValues } from "./model/layer-values.ts";
import { inOrder, isSame, only, type Selection, these, within } from "./model/selection.ts";
import { changeWords } from "./model/words.ts";
import type { Edit } from "./outbox.ts";
import type { Actions, EditorView } from "./view.ts";

/** What a store reaches of its surroundings. */
export interface StorePorts {
  post(message: RateEditorMessage): void;
  /** Keeps what is looked at over reloads. */
  save(state: RateEditorState): void;
  /** Runs a function before the next frame. */
  schedule(frame: () => void): void;
}

const NOTHING: EditedRates = { layers: [], mean: undefined, target: undefined, removed: undefined };

/**
 * All that a rate editor knows. Messages and actions change it; before the next frame, once however many there were, whoever
 * draws is given the view that follows, and the extension is asked what a change that is being made will give.
 */
export class Store implements Actions {
  readonly #ports: StorePorts;
  readonly #draw: (view: EditorView) => void;
  readonly #changes: Changes;
  readonly #uri: string;
  #file: RateFileView | undefined;
  #shares: readonly number[] = [];
  #beside: BesideRates | undefined;
  #part: LayerPart;
  #keepMean: boolean;
  #table: boolean;
  #selection = only(0);
  #notice: string | undefined;
  #spoken = "";
  #isScheduled = false;

  constructor(state: RateEditorState, ports: StorePorts, draw: (view: EditorView) => void) {
    this.#ports = ports;
    this.#draw = draw;
    this.#changes = new Changes((message) => ports.post(message));
    this.#uri = state.file;
    this.#part = state.part ?? "layer";
    this.#keepMean = state.keepMean ?? true;
    this.#table = state.table ?? false;
    this.#beside = state.beside;
  }

  /** Draws what there is, and asks for the rest. */
  start(): void {
    this.#save();
    this.#changed();
    this.#ports.post({ type: "ready" });
  }

  hear(message: RateEditorHostMessage): void {
    switch (message.type) {
      case "rates":
        this.#arrived(message.view);
        break;
      case "preview":
        this.#answered(message);
        break;
      case "beside":
        this.#beside = message.beside;
        this.#save();
        break;
      case "select":
        if (!this.#changes.dragged) this.#selection = within(these(message.layers) ?? this.#selection, this.#amount);
        break;
      case "settled":
        this.#settled(message.refusal);
    }
    this.#changed();
  }

  get selection(): Selection {
    return this.#selection;
  }

  choose(selection: Selection): void {
    this.drop();
    const before = this.#selection;
    this.#selection = within(selection, this.#amount);
    if (!isSame(before, this.#selection)) this.#tellSelection();
    this.#changed();
  }

  showPart(part: LayerPart): void {
    this.drop();
    this.#part = part;
    this.#save();
  }

  setKeepMean(keepMean: boolean): void {
    this.drop();
    this.#keepMean = keepMean;
    this.#save();
  }

  showTable(table: boolean): void {
    this.#table = table;
    this.#save();
  }

  grab(): Rates | undefined {
    if (!this.grabAny()) return undefined;
    const shown = partRates(this.#rates.layers, this.#part, this.#shares);
    const chosen = inOrder(this.#selection.layers).flatMap((layer): [number, number][] => {
      const rate = shown[layer];
      return rate === undefined ? [] : [[layer, rate]];
    });
    const free = without(new Map(chosen), (layer) => this.#isLocked(layer));
    if (free.size > 0) return free;
    this.tell(whyNot(chosen.length, this.#selection.layers.size));
    return undefined;
  }

  grabAny(): boolean {
    this.drop();
    this.tell(this.#file?.readOnly);
    return this.#file !== undefined && this.#file.readOnly === undefined;
  }

  drag(rates: Rates): void {
    this.#changes.drag(without(rates, (layer) => this.#isLocked(layer) || !this.#rates.layers[layer]?.rate));
    this.#changed();
  }

  drop(): void {
    const rates = this.#changes.drop();
    if (!rates) return;
    const change = this.#changeOf(rates);
    this.#edit((version) => ({ type: "change", version, change }));
  }

  cancel(): void {
    this.#changes.cancel();
    this.#changed();
  }

  step(by: number): void {
    const rates = this.#changes.step(by, () => this.grab());
    if (rates) this.drag(rates);
  }

  set(rate: number): void {
    const start = this.grab();
    if (!start) return;
    this.drag(new Map([...start.keys()].map((layer) => [layer, rate])));
    this.drop();
  }

  toggleLock(layers: readonly number[]): void {
    if (!this.grabAny()) return;
    const locked = !layers.every((layer) => this.#isLocked(layer));
    this.#edit((version) => ({ type: "lock", version, layers, locked }));
  }

  run(command: EditorCommand): void {
    this.drop();
    this.#ports.post({ type: "command", command });
  }

  fix(fix: FixName): void {
    if (this.grabAny()) this.#edit((version) => ({ type: "fix", version, fix }));
  }

  takeOver(layers?: readonly number[]): void {
    if (!this.grabAny()) return;
    this.#edit((version) => ({ type: "takeOver", version, layers, keepMean: this.#keepsMean }));
  }

  closeBeside(): void {
    this.#ports.post({ type: "closeBeside" });
  }

  revealProblem(): void {
    this.#ports.post({ type: "revealProblem" });
  }

  tell(notice: string | undefined): void {
    this.#notice = notice;
    this.#changed();
  }

  get #rates(): EditedRates {
    return this.#changes.preview ?? this.#file ?? NOTHING;
  }

  get #amount(): number {
    return this.#file?.layers.length ?? Number.POSITIVE_INFINITY;
  }

  get #keepsMean(): boolean {
    return this.#keepMean && this.#file?.mean !== undefined;
  }

  #isLocked(layer: number): boolean {
    return this.#file?.layers[layer]?.locked ?? false;
  }

  #tellSelection(): void {
    const { focus, layers } = this.#selection;
    this.#ports.post({ type: "select", layers: [focus, ...inOrder(layers).filter((layer) => layer !== focus)] });
  }

  #changeOf(rates: Rates): RateChange {
    return { part: this.#part, settings: settingsOf(rates), keepMean: this.#keepsMean };
  }

  #edit(edit: Edit): void {
    this.#changes.send(edit);
    this.#changed();
  }

  #arrived(file: RateFileView): void {
    const isNew = file.version !== this.#file?.version;
    this.#shares = attentionShares(file.model?.shape, file.layers.length);
    this.#file = file;
    this.#selection = within(this.#selection, this.#amount);
    if (isNew) this.#changes.arrived(file.version);
  }

  #answered(answer: Extract<RateEditorHostMessage, { type: "preview" }>): void {
    if (answer.version !== this.#file?.version || !this.#changes.answered(answer)) return;
    this.#notice = answer.kept ? undefined : LIMIT;
  }

  #settled(refusal: string | undefined): void {
    this.#changes.settled();
    this.#notice = refusal ?? this.#notice;
    if (refusal === undefined && this.#file) this.#spoken = changeWords(this.#file, this.#keepsMean);
  }

  #save(): void {
    this.#ports.save({
      file: this.#uri,
      part: this.#part,
      keepMean: this.#keepMean,
      table: this.#table,
      beside: this.#beside,
    });
    this.#changed();
  }

  #changed(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#ports.schedule(() => {
      this.#isScheduled = false;
      const { dragged } = this.#changes;
      if (dragged && dragged.size > 0) this.#changes.ask(this.#changeOf(dragged));
      this.#draw(this.#view());
    });
  }

  #view(): EditorView {
    const rates = this.#rates;
    const { set, dragged } = this.#changes;
    const layers = set ? withValues(rates.layers, set, this.#part, this.#shares) : rates.layers;
    return {
      file: this.#file,
      rates: { ...rates, layers },
      before: dragged && this.#file,
      shares: this.#shares,
      part: this.#part,
      keepMean: this.#keepMean,
      table: this.#table,
      selection: this.#selection,
      beside: this.#beside,
      notice: this.#notice,
      spoken: this.#spoken,
    };
  }
}

const LIMIT = "The other layers cannot make up for this, so they stay and the mean moves.";

function whyNot(rated: number, chosen: number): string {
  if (rated === 0) return "This layer has no rate in the file yet. Add the missing layers first.";
  return chosen === 1
    ? "This layer is locked. Press L to unlock it."
    : "These layers are locked. Press L to unlock them.";
}
