import { messageWithHint, UserError } from "../../base/errors.ts";
import type { NotificationMap, SearchSummary } from "../../protocol/runner.ts";
import { type CandidateRef, type HostMessage, SNAPSHOT_ROWS } from "../../protocol/webview.ts";
import type { Disposable } from "../emitter.ts";
import type { Presence, RunnerLink } from "../runner/link.ts";
import { afterRunner, hasEnded } from "../searches/interrupted.ts";
import { panelPresence } from "./presence-text.ts";

const DELETED = "This search was deleted.";

/** One search that is fed: its watch, and whether a newer reading has replaced this one. */
interface Feed {
  readonly search: string;
  watch: Disposable | undefined;
  /** The newest that was sent. */
  summary: SearchSummary | undefined;
  isEnded: boolean;
  /** It could not be read: the runner went away meanwhile, or may not be started. */
  isFailed: boolean;
}

/**
 * Feeds one webview from the runner: a snapshot of each of its searches, then their events as they come. It sleeps while
 * nobody looks, and begins anew with a snapshot when the webview's script runs again.
 */
export class PanelFeed implements Disposable {
  readonly #link: RunnerLink;
  readonly #post: (message: HostMessage) => void;
  readonly #feeds = new Map<string, Feed>();
  readonly #registrations: readonly Disposable[];
  #width = 1;

  constructor(link: RunnerLink, post: (message: HostMessage) => void) {
    this.#link = link;
    this.#post = post;
    this.#registrations = [
      link.onPresence((presence) => this.#meet(presence)),
      link.onTelemetry((devices) => this.#post({ type: "telemetry", devices })),
      link.onSearchChanged((change) => this.#changed(change)),
    ];
  }

  /**
   * The webview's script has begun to run: brings it up to date with these searches.
   * @param width of the charts in device pixels: more points than it can show are not sent
   */
  async begin(searches: readonly string[], width: number): Promise<void> {
    this.sleep();
    this.#width = width;
    this.#post({ type: "presence", presence: panelPresence(this.#link.presence) });
    await Promise.all(searches.map((search) => this.#read(search)));
  }

  /** The webview missed events of a search, or lost its place in them. */
  async resync(search: string, width: number): Promise<void> {
    this.#width = width;
    await this.#read(search);
  }

  async sendCandidate(ref: CandidateRef): Promise<void> {
    await this.#answer(async () => {
      const detail = await this.#link.request("search/candidate", { id: ref.search, candidate: ref.candidate });
      this.#post({ type: "candidate", ref, detail });
    });
  }

  async sendCall(search: string, ordinal: number): Promise<void> {
    await this.#answer(async () => {
      const call = await this.#link.request("search/call", { id: search, ordinal });
      this.#post({ type: "call", search, call });
    });
  }

  /** Reads again what could not be read. */
  retry(): void {
    for (const { search, isFailed } of [...this.#feeds.values()]) if (isFailed) void this.#read(search);
  }

  /** Ends all watches: nobody looks. */
  sleep(): void {
    for (const search of [...this.#feeds.keys()]) this.#end(search);
  }

  dispose(): void {
    this.sleep();
    for (const registration of this.#registrations) registration.dispose();
  }

  #meet(presence: Presence): void {
    this.#post({ type: "presence", presence: panelPresence(presence) });
    if (presence.kind === "attached") this.retry();
    if (hasEnded(presence)) for (const feed of this.#feeds.values()) this.#interrupt(feed);
  }

  /** Its runner has ended: the same is said as when its last words have come. */
  #interrupt(feed: Feed): void {
    const summary = feed.summary && afterRunner(feed.summary);
    if (summary && summary !== feed.summary) this.#sendSummary(feed, summary);
  }

  #sendSummary(feed: Feed, summary: SearchSummary): void {
    feed.summary = summary;
    this.#post({ type: "summary", summary });
  }

  /** Sends a snapshot, then what happens after it. */
  async #read(search: string): Promise<void> {
    this.#end(search);
    const feed: Feed = { search, watch: undefined, summary: undefined, isEnded: false, isFailed: false };
    this.#feeds.set(search, feed);
    try {
      await this.#follow(feed);
    } catch (error) {
      if (feed.isEnded) return;
      feed.isFailed = true;
      this.#post({ type: "missing", id: search, text: reasonOf(error) });
    }
  }

  async #follow(feed: Feed): Promise<void> {
    const { search } = feed;
    const params = { id: search, width: this.#width, rows: SNAPSHOT_ROWS };
    const snapshot = await this.#link.request("search/snapshot", params);
    if (feed.isEnded) return;
    feed.summary = snapshot.detail.summary;
    this.#post({ type: "snapshot", id: search, snapshot });
    const watch = await this.#link.watch(search, snapshot.detail.sequence, {
      events: (batch) => {
        if (feed.isEnded) return;
        feed.summary = batch.summary;
        this.#post({ type: "events", ...batch });
      },
      reattached: () => {
        if (!feed.isEnded) void this.#read(search);
      },
    });
    if (feed.isEnded) watch.dispose();
    else feed.watch = watch;
  }

  #end(search: string): void {
    const feed = this.#feeds.get(search);
    if (!feed) return;
    feed.isEnded = true;
    feed.watch?.dispose();
    this.#feeds.delete(search);
  }

  /** Events tell the state of a search that runs; this tells of one that was paused, ended or deleted. */
  #changed(change: NotificationMap["search/changed"]): void {
    if ("summary" in change) {
      const feed = this.#feeds.get(change.summary.id);
      if (feed) this.#sendSummary(feed, change.summary);
    } else if (this.#feeds.has(change.id)) {
      this.#end(change.id);
      this.#post({ type: "missing", id: change.id, text: DELETED });
    }
  }

  async #answer(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.#post({ type: "failed", text: messageWithHint(error) });
    }
  }
}

/** Why a search cannot be shown. The runner's hint for one that it does not know is a command for a terminal. */
function reasonOf(error: unknown): string {
  return error instanceof UserError && error.code === "search-missing" ? DELETED : messageWithHint(error);
}
