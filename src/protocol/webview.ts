/**
 * The wire between the extension and a panel's webview. The webview is untrusted: what comes from it is checked against
 * a schema of these types before it is used. Everything the panel shows comes from here; it keeps only what it looks at
 * ({@link PanelState}), so that it can be thrown away when hidden and made anew.
 */
import type { CandidateDetail, DeviceUse, LlmCall, NotificationMap, SearchSnapshot, SearchSummary } from "./runner.ts";

/** What a panel looks at: kept by VS Code over reloads, and what its serializer gets back. */
export interface PanelState {
  /** One search in detail, or several compared; never empty. */
  readonly searches: readonly string[];
  readonly selected?: CandidateRef | undefined;
  /** Which part of a layer the heatmaps and bars show. */
  readonly part?: LayerPart | undefined;
  /** What compared searches are laid over each other by. */
  readonly pace?: ComparisonPace | undefined;
  /** Pixels that the page is scrolled down. */
  readonly scroll?: number | undefined;
  /** Sections whose table is shown instead of the chart. */
  readonly tables?: readonly string[] | undefined;
}

export type LayerPart = "layer" | "attention" | "mlp";

/** The number of evaluations, or the share of each search that is done. */
export type ComparisonPace = "evaluation" | "share";

/** A candidate of a search. */
export interface CandidateRef {
  readonly search: string;
  readonly candidate: number;
}

/** How the extension stands with the runner, as a panel needs to know it. */
export type RunnerPresence =
  | { readonly kind: "attached" }
  | { readonly kind: "connecting" }
  /**
   * It is not there, does not answer or speaks another protocol: `state` says so of a search that was under way, `text` in
   * a sentence. `resume` goes on in another runner with such a search; where there is none, Show Runners is the way.
   */
  | {
      readonly kind: "away";
      readonly state: string;
      readonly text: string;
      readonly action: "resume" | "showRunners";
    };

/** What the panel may ask the extension to do with a search; each is a command of the palette, too. */
export type PanelAction =
  | "pause"
  | "resume"
  | "stop"
  | "saveRates"
  | "copyRates"
  | "compare"
  | "startSample"
  | "startSearch"
  | "showRunners"
  | "showLog";

/** From the extension to the webview. */
export type HostMessage =
  /** All that is drawn of one of the panel's searches; first, after a gap, and after the runner was away. */
  | { readonly type: "snapshot"; readonly id: string; readonly snapshot: SearchSnapshot }
  | ({ readonly type: "events" } & NotificationMap["search/events"])
  | { readonly type: "summary"; readonly summary: SearchSummary }
  /** The search is not there any more, or cannot be read. */
  | { readonly type: "missing"; readonly id: string; readonly text: string }
  | { readonly type: "telemetry"; readonly devices: readonly DeviceUse[] }
  | { readonly type: "presence"; readonly presence: RunnerPresence }
  /** Chosen in the tree. */
  | { readonly type: "select"; readonly selected: CandidateRef }
  | { readonly type: "candidate"; readonly ref: CandidateRef; readonly detail: CandidateDetail }
  | { readonly type: "call"; readonly search: string; readonly call: LlmCall }
  /** An `askCandidate` or `askCall` that failed. */
  | { readonly type: "failed"; readonly text: string };

/** From the webview to the extension. */
export type WebviewMessage =
  /** The script runs and shows these searches; `width` is that of the charts, in device pixels. */
  | { readonly type: "ready"; readonly searches: readonly string[]; readonly width: number }
  /** Events were missed: send a snapshot. */
  | { readonly type: "resync"; readonly id: string; readonly width: number }
  /** Chosen in a chart or heatmap: the tree shows it, too. */
  | { readonly type: "selected"; readonly selected: CandidateRef }
  /** The pointer or the keyboard rests on it in a chart or heatmap, or on none any more: the tree marks it, too. */
  | { readonly type: "hovered"; readonly hovered?: CandidateRef | undefined }
  | { readonly type: "askCandidate"; readonly ref: CandidateRef }
  | { readonly type: "askCall"; readonly search: string; readonly ordinal: number }
  | { readonly type: "act"; readonly action: PanelAction; readonly search: string; readonly candidate?: number }
  /** A file to save: text, or a PNG as base64. The person chooses where. */
  | { readonly type: "export"; readonly name: string; readonly kind: ExportKind; readonly content: string }
  /** A defect in the webview, for the log. */
  | { readonly type: "error"; readonly text: string };

export type ExportKind = "png" | "csv" | "json";

/** Rows of a snapshot (generations, candidates, requests) that a panel asks for. */
export const SNAPSHOT_ROWS = 200;
