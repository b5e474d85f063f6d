import type { BesideRates, EditedRates, EditorCommand, FixName, RateFileView } from "../../src/protocol/rate-editor.ts";
import type { LayerPart } from "../../src/protocol/webview.ts";
import type { Rates } from "./model/gesture.ts";
import type { Selection } from "./model/selection.ts";

/** All that is drawn. Its objects stay the same as long as what they say does. */
export interface EditorView {
  readonly file: RateFileView | undefined;
  /** As the bars stand now: those of the file, or what a change that is being made will give. */
  readonly rates: EditedRates;
  /** Rates as they were before a change that is being made. */
  readonly before: EditedRates | undefined;
  /** Share of the attention in the parameters of each layer. */
  readonly shares: readonly number[];
  readonly part: LayerPart;
  readonly keepMean: boolean;
  readonly table: boolean;
  readonly selection: Selection;
  readonly beside: BesideRates | undefined;
  /** Something that a person should know now. */
  readonly notice: string | undefined;
  /** What has happened, for those who hear the page. */
  readonly spoken: string;
}

/** What a person does. */
export interface Actions {
  /** As it is now, which is newer than what has been drawn when keys follow each other fast. */
  readonly selection: Selection;
  choose(selection: Selection): void;
  showPart(part: LayerPart): void;
  setKeepMean(keepMean: boolean): void;
  showTable(table: boolean): void;
  /** Begins a change of the chosen layers. @returns their rates; undefined when none of them may be changed */
  grab(): Rates | undefined;
  /** Begins a change of whatever layers follow. @returns false when the file cannot be changed */
  grabAny(): boolean;
  /** What the change that has begun comes to so far. */
  drag(rates: Rates): void;
  /** Makes the change that has begun. */
  drop(): void;
  /** Lets it be. */
  cancel(): void;
  /** Adds to the chosen rates; made with {@link drop}, so that a key that is held is one step of undo. */
  step(by: number): void;
  /** Gives the chosen layers a rate. */
  set(rate: number): void;
  /** Locks layers, or lets them go when all are locked. */
  toggleLock(layers: readonly number[]): void;
  run(command: EditorCommand): void;
  fix(name: FixName): void;
  /** @param layers all when left out */
  takeOver(layers?: readonly number[]): void;
  closeBeside(): void;
  revealProblem(): void;
  tell(notice: string | undefined): void;
}
