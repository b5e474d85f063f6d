import type {
  DeviceUse,
  NotificationMap,
  RequestMap,
  RequestName,
  SearchDetail,
  Welcome,
} from "../../protocol/runner.ts";
import type { Disposable, Event } from "../emitter.ts";

/** How this window stands with the runner of its data folder. */
export type Presence =
  /** None was looked for yet, or none runs and none is needed. */
  | { readonly kind: "absent" }
  | { readonly kind: "connecting" }
  | { readonly kind: "attached"; readonly welcome: Welcome }
  | Unresponsive
  /** It was attached, or was to be started, and is not there: `reason` says why, one sentence. */
  | { readonly kind: "gone"; readonly reason: string }
  /** It speaks another protocol. */
  | { readonly kind: "skew"; readonly reason: string };

/** Its socket is open, but it answers nothing: it may be busy, or hang. */
export interface Unresponsive {
  readonly kind: "unresponsive";
  readonly pid: number;
  /** Milliseconds since 1970: its last answer, or the first question where it never gave one. */
  readonly since: number;
  /** Undefined where it has never answered this window. */
  readonly welcome: Welcome | undefined;
}

/** What a watcher of a search is told. */
export interface SearchWatcher {
  /** Events after the last one; a gap (`from` beyond what the watcher has) means: read a snapshot again. */
  events(batch: NotificationMap["search/events"]): void;
  /** The runner came back after it was away: read a snapshot again. */
  reattached(): void;
}

/** The way from this window to its runner. All features go through it; none of them knows sockets or processes. */
export interface RunnerLink extends Disposable {
  readonly dataFolder: string;
  readonly presence: Presence;
  readonly onPresence: Event<Presence>;
  readonly onSearchChanged: Event<NotificationMap["search/changed"]>;
  readonly onEvaluateProgress: Event<NotificationMap["evaluate/progress"]>;
  readonly onTelemetry: Event<readonly DeviceUse[]>;

  /** Attaches to a runner that runs already; starts none. @returns whether there is one */
  attach(): Promise<boolean>;

  /**
   * Asks the runner, starting one when none runs. Nobody waits for ever: a request fails when its time is over, or when the
   * runner stops answering; only an evaluation, which can be cancelled, waits for it.
   * @throws UserError as the runner words it, or why there is no runner
   */
  request<K extends RequestName>(name: K, params: RequestMap[K]["params"]): Promise<RequestMap[K]["result"]>;

  /** Brings a search's events after `after` until the registration is disposed; several may watch the same search. */
  watch(search: string, after: number, watcher: SearchWatcher): Promise<{ detail: SearchDetail } & Disposable>;

  /** Ends the runner, of whatever protocol, and starts this extension's own when `restart` says so. */
  stop(options: { readonly restart: boolean }): Promise<void>;
}
