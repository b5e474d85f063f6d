/**
 * The wire between the runner and its clients (extension, CLI): JSON-RPC 2.0 by `vscode-jsonrpc` over a Unix socket or
 * named pipe. Both ends derive their types from the two maps below, so that adding a request cannot leave them
 * disagreeing. Described for other clients in docs/protocol.md.
 */
import type { LayerRate, RateVector } from "../pruning/rates.ts";
import type { ModelShape } from "../pruning/shape.ts";
import type { Author, Candidate, Operator } from "../search/candidate.ts";
import type { SpecDraft } from "../search/complete-spec.ts";
import type { EndReason, ProposalTally, SearchEvent } from "../search/events.ts";
import type { ProposalOutcome } from "../search/ports.ts";
import type { PresetName } from "../search/presets.ts";
import type { SearchSpec, SearchSpecInput, TextSource } from "../search/spec.ts";
import type { Measured, ProtocolCard } from "./card.ts";

/** Raised when a client of the older version could misunderstand the newer runner, or the other way round. */
export const PROTOCOL_VERSION = 2;

interface Hello {
  /** From the connection file that only the user can read. */
  readonly token: string;
  readonly protocol: number;
  /** Who asks, for logs: `cli 0.1.0`. */
  readonly client: string;
  /**
   * Ends the runner instead of letting the client in, whatever protocol either speaks: how a newer client makes room for
   * a runner of its own. Every version of the protocol understands this.
   */
  readonly shutdown?: true;
}

export interface Welcome {
  /** Fresh at each start of the runner: a client that sees another one has lost its subscriptions. */
  readonly runnerId: string;
  readonly protocol: number;
  readonly version: string;
  readonly pid: number;
  readonly dataFolder: string;
  /** Version of the Node that runs it. */
  readonly node: string;
  /** ISO 8601. */
  readonly startedAt: string;
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
  /** Vectors that became candidates; absent in searches that an older version began. */
  readonly accepted?: number;
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
  /** The protocol that every fitness of this search was measured under; undefined until it has been prepared. */
  readonly card: ProtocolCard | undefined;
  /** Windows that importance was measured on, fewer than wished where the text is short. */
  readonly calibrationWindows?: number;
  /** Sentences about texts that were shorter than wished; none until it has been prepared. */
  readonly notes: readonly string[];
  /** Sequence number of the newest event. */
  readonly sequence: number;
}

/** A search event with its place in the search's history: 1, 2, 3 … without gaps. */
export interface NumberedEvent {
  readonly sequence: number;
  readonly event: SearchEvent;
}

/** A fitness on the wire: JSON has no infinity, which a model cut to pieces can reach, so null stands for it. */
export type Fitness = number | null;

/** A candidate's final fitness where a chart draws it. */
export interface ChartPoint {
  /** Evaluations of the search so far, in passes over all windows. */
  readonly evaluation: number;
  readonly candidate: number;
  readonly fitness: Fitness;
  readonly operator: Operator;
  readonly author: Author;
  readonly generation: number;
}

/** A generation with the rates of its best candidate. */
export interface GenerationRow {
  readonly generation: number;
  /** Evaluations of the search when it ended. */
  readonly evaluation: number;
  /** Id of the best candidate so far. */
  readonly best: number;
  readonly bestFitness: Fitness;
  readonly meanFitness: Fitness;
  /** Individuals that survived it. */
  readonly population: number;
  readonly rates: RateVector;
}

/** A candidate that was evaluated on all windows. */
export interface ScoredCandidate {
  readonly candidate: Candidate;
  readonly fitness: Fitness;
}

/** One request for offspring, and how its vectors fared. */
export interface ProposalRow {
  /** Ordinal of the LLM call. */
  readonly request: number;
  readonly operator: Exclude<Operator, "baseline">;
  readonly generation: number;
  readonly tally: ProposalTally;
  readonly outcome: ProposalOutcome;
}

/** All that a panel draws of a search, bounded however long the search was. Events after `detail.sequence` go on from it. */
export interface SearchSnapshot {
  readonly detail: SearchDetail;
  /** In the order of evaluation, thinned to the lowest and highest fitness per pixel of the width asked for. */
  readonly points: readonly ChartPoint[];
  /** Every improvement, exact. */
  readonly best: readonly ChartPoint[];
  /** At most as many as asked for, evenly spaced, the first and the last always among them. */
  readonly generations: readonly GenerationRow[];
  /** Best first, at most as many as asked for. */
  readonly top: readonly ScoredCandidate[];
  /** The newest, at most as many as asked for. */
  readonly proposals: readonly ProposalRow[];
  /** Over all requests, those left out of `proposals` included. */
  readonly tally: ProposalTally;
}

/** A candidate with those it came from. */
export interface CandidateDetail {
  readonly candidate: Candidate;
  /** Undefined until it was evaluated on all windows; racing may drop it before. */
  readonly fitness: Fitness | undefined;
  /** In the order in which the candidate names them. */
  readonly parents: readonly CandidateRelative[];
  /** Ids of the candidates that name it as a parent. */
  readonly children: readonly number[];
}

/** A candidate in another's lineage. */
export interface CandidateRelative {
  readonly candidate: Candidate;
  readonly fitness: Fitness | undefined;
}

/** One LLM call, whole. No key is in it. */
export interface LlmCall {
  readonly ordinal: number;
  /** A second request for what the first answer lacked. */
  readonly retry: boolean;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  /** Model, temperature, limits, answer format. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** As it came. */
  readonly answer: string;
  /** As read from the answer; null stands for what is not a number. */
  readonly vectors: readonly (readonly (number | null)[])[];
  readonly tokensEstimated: boolean;
  readonly outcome: ProposalOutcome;
}

/** A model folder that can be searched. */
export interface ModelDescription {
  /** Absolute path of the folder. */
  readonly path: string;
  readonly name: string;
  /** `model_type` of its config. */
  readonly family: string;
  readonly layers: number;
  /** The denominator of every pruning rate. */
  readonly prunableParameters: number;
  /** Longest window. */
  readonly maxPositions: number;
  /** Bytes of all weights. */
  readonly weightBytes: number;
}

/** A search as a person describes it. */
export interface SearchDraft {
  readonly preset: PresetName;
  readonly spec: SpecDraft;
}

/** A draft made complete, and what it will take. */
export interface DraftedSearch {
  readonly spec: SearchSpec;
  readonly model: ModelDescription;
  readonly estimate: SearchEstimate;
}

export interface SearchEstimate {
  readonly evaluations: number;
  /** Tokens that scoring the candidates forwards through the model; racing makes it fewer. */
  readonly tokens: number;
  /** Of scoring the candidates; undefined when nothing is known of the machine's speed. */
  readonly seconds: number | undefined;
  /** What the seconds are based on, one sentence. */
  readonly basis: string;
  /** The device that the choice comes down to here. */
  readonly device: string;
}

/** What can be chosen from: as the program has it, so that an editor needs no list of its own. */
export interface Catalog {
  readonly methods: readonly { readonly name: string; readonly description: string; readonly usesLlm: boolean }[];
  readonly presets: readonly { readonly name: PresetName; readonly description: string }[];
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
  /** `width`: pixels of the chart; `rows`: the most generations, candidates and proposals that are wanted. */
  "search/snapshot": { params: { id: string; width: number; rows: number }; result: SearchSnapshot };
  /** The best candidates, best first. */
  "search/best": { params: { id: string; limit: number }; result: { candidates: ScoredCandidate[] } };
  /** The newest generations, newest first. */
  "search/generations": { params: { id: string; limit: number }; result: { generations: GenerationRow[] } };
  "search/candidate": { params: { id: string; candidate: number }; result: CandidateDetail };
  "search/call": { params: { id: string; ordinal: number }; result: LlmCall };
  /** Makes a draft complete and estimates it; nothing is started. */
  "search/draft": { params: SearchDraft; result: DraftedSearch };
  "model/describe": { params: { path: string }; result: ModelDescription };
  /**
   * What a choice of device comes down to here. Devices that were tried out are remembered, so asking early, while a person
   * still answers questions, makes `search/draft` and `search/start` quick.
   */
  "device/resolve": { params: Pick<SearchSpec, "device" | "dtype">; result: { device: string } };
  catalog: { params: Record<string, never>; result: Catalog };
  /** A perplexity on demand; progress comes as `evaluate/progress` under `ticket`. */
  evaluate: { params: EvaluateParams & { ticket: string }; result: Measured };
  "evaluate/cancel": { params: { ticket: string }; result: Record<string, never> };
  doctor: { params: Record<string, never>; result: { checks: DoctorCheck[] } };
  /** Answered at once: a runner that does not is hung. */
  ping: { params: Record<string, never>; result: Record<string, never> };
  /** From now on this client answers `llm/chat`. */
  "llm/offer": { params: Record<string, never>; result: Record<string, never> };
  /** Ends the runner. Running searches are flushed and can be resumed. */
  shutdown: { params: Record<string, never>; result: Record<string, never> };
}

/** What the runner sends by itself: batches, at most four per second and search. */
export interface NotificationMap {
  /** `from` is the sequence number before the first event: a client that is elsewhere must subscribe again. */
  "search/events": { id: string; from: number; events: NumberedEvent[]; summary: SearchSummary };
  /** A search appeared, vanished, changed state or status, or got on: to every client, subscribed to it or not. */
  "search/changed": { summary: SearchSummary } | { id: string; deleted: true };
  "evaluate/progress": { ticket: string; done: number; total: number; stage: string };
  /** Use of the devices, while something runs. */
  telemetry: { devices: DeviceUse[] };
}

/** What the runner asks of a client that offered it, when a search's LLM is the editor's. */
export interface ReverseRequestMap {
  /** The answer's text comes as `llm/text` while it is written; the result tells what it cost, where that is known. */
  "llm/chat": {
    params: {
      /** Names the call in `llm/text`. */
      readonly ticket: string;
      readonly vendor: string;
      readonly model: string;
      readonly messages: readonly { readonly role: "system" | "user"; readonly content: string }[];
    };
    result: { readonly inputTokens?: number; readonly outputTokens?: number };
  };
}

/** What a client tells the runner. */
export interface ClientNotificationMap {
  "llm/text": { readonly ticket: string; readonly text: string };
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
