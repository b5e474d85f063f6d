/**
 * The wire between the extension and the webview in which the rates of a file are dragged as bars. The webview is untrusted:
 * what comes from it is checked against a schema of these types. It never computes rates itself: it asks for a preview of a
 * change and shows the answer, so that what it shows is what the text will say.
 */
import type { LayerRate } from "../pruning/rates.ts";
import type { ModelShape } from "../pruning/shape.ts";
import type { LayerPart } from "./webview.ts";

/** What a rate editor looks at: kept by VS Code over reloads, and what its serializer gets back. */
export interface RateEditorState {
  /** URI of the rate file. */
  readonly file: string;
  /** Which part of the layers the bars show and set. */
  readonly part?: LayerPart | undefined;
  /** The other layers give way when one is set; true when left out. */
  readonly keepMean?: boolean | undefined;
  /** The numbers are shown as a table below the bars. */
  readonly table?: boolean | undefined;
  readonly beside?: BesideRates | undefined;
}

/** Rates that are laid beside those of the file, with the name that a person knows them by. */
export interface BesideRates {
  readonly name: string;
  readonly rates: readonly LayerRate[];
}

/** What a file says of one layer. */
export interface EditedLayer {
  /** Undefined while it has none that can be read. */
  readonly rate: LayerRate | undefined;
  readonly locked: boolean;
  /** Units that its rate removes; undefined without a model. */
  readonly removes: { readonly groups: number; readonly neurons: number } | undefined;
}

/** The rates of a file, as they are or as a change would make them. */
export interface EditedRates {
  readonly layers: readonly EditedLayer[];
  /** Undefined while a layer lacks its rate, and for halves that cannot be weighed. */
  readonly mean: number | undefined;
  readonly target: { readonly value: number; readonly met: boolean } | undefined;
  /** Prunable parameters that the file removes of all; undefined without a model, and while a layer lacks its rate. */
  readonly removed: { readonly removed: number; readonly of: number } | undefined;
}

/** A state of the file: its rates and what can be done with it. */
export interface RateFileView extends EditedRates {
  /** Of the text; it travels with every change, so that none is made to a text that the person has not seen. */
  readonly version: number;
  readonly name: string;
  readonly model: { readonly name: string; readonly shape: ModelShape } | undefined;
  /** Why the file cannot be changed. */
  readonly readOnly: string | undefined;
  readonly problems: ProblemSummary;
  /** Titles of what mends the file in one step. */
  readonly fixes: Readonly<Partial<Record<FixName, string>>>;
}

/** What is wrong with a file. */
export interface ProblemSummary {
  readonly errors: number;
  readonly warnings: number;
  /** The first error, else the first warning. */
  readonly first: { readonly message: string; readonly line: number } | undefined;
}

/** Problems that the rate editor can mend by the fix that the light bulb offers first. */
export type FixName = "layers" | "mean";

/** A rate for some layers. */
export interface LayerSetting {
  readonly layers: readonly number[];
  /** Of the part that is set, 0 to 1. */
  readonly rate: number;
}

/** Rates that are to be set: by dragging, by keys, by typing. */
export interface RateChange {
  readonly part: LayerPart;
  readonly settings: readonly LayerSetting[];
  /** The layers that are neither set nor locked nor dropped give way, so that the mean stays. */
  readonly keepMean: boolean;
}

/** From the extension to the webview. */
export type RateEditorHostMessage =
  /** The file as it is; first, and whenever its text or its model changes. */
  | { readonly type: "rates"; readonly view: RateFileView }
  /** What a change would make of the file. `kept` is false when the others cannot give way so far. */
  | {
      readonly type: "preview";
      readonly ticket: number;
      readonly version: number;
      readonly rates: EditedRates;
      readonly kept: boolean;
    }
  | { readonly type: "beside"; readonly beside: BesideRates | undefined }
  /** Layers that the cursor in the text stands at. */
  | { readonly type: "select"; readonly layers: readonly number[] }
  /**
   * A `change`, `lock`, `takeOver` or `fix` was made, or was not, and why. The file as it is then has been sent before. The
   * webview waits for this before it sends the next.
   */
  | { readonly type: "settled"; readonly refusal: string | undefined };

/** From the webview to the extension. */
export type RateEditorMessage =
  /** The script runs. */
  | { readonly type: "ready" }
  /** Tell what a change would make of the file. */
  | { readonly type: "preview"; readonly ticket: number; readonly version: number; readonly change: RateChange }
  /** Make a change, as one step of the document's undo. */
  | { readonly type: "change"; readonly version: number; readonly change: RateChange }
  | { readonly type: "lock"; readonly version: number; readonly layers: readonly number[]; readonly locked: boolean }
  /** Give layers (all when left out) the rates that are laid beside. */
  | {
      readonly type: "takeOver";
      readonly version: number;
      readonly layers?: readonly number[] | undefined;
      readonly keepMean: boolean;
    }
  | { readonly type: "fix"; readonly version: number; readonly fix: FixName }
  | { readonly type: "command"; readonly command: EditorCommand }
  /** Chosen in the panel: the text shows it, too. */
  | { readonly type: "select"; readonly layers: readonly number[] }
  | { readonly type: "revealProblem" }
  | { readonly type: "closeBeside" }
  /** A defect in the webview, for the log. */
  | { readonly type: "error"; readonly text: string };

/** What a person does with a file as in its text editor. */
export type EditorCommand = "undo" | "redo" | "save" | "compare" | "showText";
