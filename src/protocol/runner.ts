/**
 * The wire between the runner and its clients (extension, CLI): JSON-RPC 2.0 by `vscode-jsonrpc` over a Unix socket or
 * named pipe. Both ends derive their types from the two maps below, so that adding a request cannot leave them
 * disagreeing. Described for other clients in docs/protocol.md.
 */
import type { LayerRate } from "../pruning/rates.ts";
import type { ModelShape } from "../pruning/shape.ts";
import type { EndReason, SearchEvent } from "../search/events.ts";
import type { SearchSpec, SearchSpecInput, TextSource } from "../search/spec.ts";
import type { Measured } from "./card.ts";

/** Raised when a client of the older version could misunderstand the newer runner, or the other way round. */
export const PROTOCOL_VERSION = 1;

interface Hello {
  /** From the connection file that only the user can read. */
  readonly token: string;
  readonly protocol: number;
  /** Who asks, for logs: `cli 0.1.0`. */
  readonly client: string;
}

export interface Welcome {
  /** Fresh at each start of the runner: a client that sees another one has lost its subscriptions. */
  readonly runnerId: string;
  readonly protocol: number;
  readonly version: string;
  readonly pid: number;
  readonly dataFolder: string;
}

export type SearchState =
  | "queued"
  | "preparing"
  | "running"
  | "paused"
  | "stopping"
  | "finished"
  | "stopped"
  | "failed"
  /** The runner died while it ran; resume goes on where it was. */
  | "interrupted";

export interface LlmSpend {
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** USD. */
  readonly money: number;
  readonly faults: Readonly<Record<string, number>>;
}

/** A row of the tree. */
export interface SearchSummary {
  readonly id: string;
  readonly state: SearchState;
  /** One sentence while preparing, and the error when failed. */
  readonly status: string;
  readonly model: string;
  readonly method: string;
  readonly target: number;
  readonly objective: "perplexity" | "kl";
  readonly generation: number;
  readonly generations: number;
  readonly evaluations: number;
  /** As planned; duplicates and budgets can make it fewer. */
  readonly expectedEvaluations: number;
  readonly bestFitness: number | undefined;
  /** Perplexity of the dense model on the search windows (0 for KL). */
  readonly denseFitness: number | undefined;
  readonly uniformFitness: number | undefined;
  /** Seconds of running. */
  readonly elapsed: number;
  /** Seconds left, as far as can be told. */
  readonly eta: number | undefined;
  readonly llm: LlmSpend;
  readonly createdAt: string;
  readonly endReason: EndReason | undefined;
}

/** The numbers a finished search is judged by; the test text is touched once, here. */
export interface FinalReport {
  readonly validation: ReportRow | undefined;
  readonly test: ReportRow | undefined;
}

export interface ReportRow {
  readonly dense: Measured;
  readonly uniform: Measured;
  readonly best: Measured;
}

export interface SearchDetail {
  readonly summary: SearchSummary;
  readonly spec: SearchSpec;
  readonly shape: ModelShape;
  /** Of the best candidate so far. */
  readonly bestRates: readonly LayerRate[] | undefined;
  readonly report: FinalReport | undefined;
  /** Sequence number of the newest event. */
  readonly sequence: number;
}

/** A search event with its place in the search's history: 1, 2, 3 … without gaps. */
export interface NumberedEvent {
  readonly sequence: number;
  readonly event: SearchEvent;
}

/** Fitness against evaluations, thinned for a chart of `width` pixels; best-so-far is exact. */
export interface FitnessSeries {
  readonly points: readonly { readonly evaluation: number; readonly candidate: number; readonly fitness: number }[];
  readonly best: readonly { readonly evaluation: number; readonly fitness: number }[];
}

/** One evaluation asked for by hand: rates of a model on a text. */
export interface EvaluateParams {
  readonly model: string;
  readonly rates: readonly LayerRate[];
  readonly target: number | undefined;
  readonly text: TextSource;
  /** Text for the importance scores; the end of `text`, which is not evaluated then, when left out. */
  readonly calibration: TextSource | undefined;
  readonly calibrationWindows: number;
  readonly seqlen: number;
  readonly bos: boolean;
  readonly windows: number | undefined;
  readonly importance: string;
  readonly scoring: SearchSpec["scoring"];
  readonly device: SearchSpec["device"];
  readonly dtype: SearchSpec["dtype"];
}

export interface DoctorCheck {
  readonly name: string;
  readonly state: "ok" | "warning" | "problem";
  /** One sentence: what was found, and the way out when it is not ok. */
  readonly text: string;
}

/** Parameters and result of every request. */
export interface RequestMap {
  hello: { params: Hello; result: Welcome };
  /** The key is held in memory, for this search only. */
  "search/start": { params: { spec: SearchSpecInput; apiKey?: string }; result: { id: string } };
  "search/list": { params: Record<string, never>; result: { searches: SearchSummary[] } };
  "search/get": { params: { id: string }; result: SearchDetail };
  /** Events after `after` come as notifications, first what was missed, then live. Asking again is the resync. */
  "search/subscribe": { params: { id: string; after: number }; result: SearchDetail };
  "search/unsubscribe": { params: { id: string }; result: Record<string, never> };
  "search/pause": { params: { id: string }; result: SearchSummary };
  /** Goes on with a paused, stopped, failed or interrupted search. */
  "search/resume": { params: { id: string; apiKey?: string }; result: SearchSummary };
  /** Ends a search with its best so far. */
  "search/stop": { params: { id: string }; result: SearchSummary };
  "search/delete": { params: { id: string }; result: Record<string, never> };
  "search/series": { params: { id: string; width: number }; result: FitnessSeries };
  /** A perplexity on demand; progress comes as `evaluate/progress` under `ticket`. */
  evaluate: { params: EvaluateParams & { ticket: string }; result: Measured };
  "evaluate/cancel": { params: { ticket: string }; result: Record<string, never> };
  doctor: { params: Record<string, never>; result: { checks: DoctorCheck[] } };
  /** Ends the runner. Running searches are flushed and can be resumed. */
  shutdown: { params: Record<string, never>; result: Record<string, never> };
}

/** What the runner sends by itself: batches, at most four per second and search. */
export interface NotificationMap {
  /** `from` is the sequence number before the first event: a client that is elsewhere must subscribe again. */
  "search/events": { id: string; from: number; events: NumberedEvent[]; summary: SearchSummary };
  /** A search appeared, vanished or changed state. */
  "search/changed": { summary: SearchSummary } | { id: string; deleted: true };
  "evaluate/progress": { ticket: string; done: number; total: number; stage: string };
  /** Use of the devices, while something runs. */
  telemetry: { devices: DeviceUse[] };
}

export interface DeviceUse {
  readonly device: string;
  /** 0 to 1. */
  readonly utilisation: number | undefined;
  /** Bytes. */
  readonly memoryUsed: number | undefined;
  readonly memoryTotal: number | undefined;
  /** Tokens forwarded per second, over the last seconds. */
  readonly tokensPerSecond: number;
}

export type RequestName = keyof RequestMap;
export type NotificationName = keyof NotificationMap;

/** Error codes of the application, beside those of JSON-RPC. `data` carries `{ code, hint }` of a UserError. */
export const RpcErrorCode = { user: -32000, unauthorised: -32001, versionSkew: -32002, cancelled: -32800 } as const;
