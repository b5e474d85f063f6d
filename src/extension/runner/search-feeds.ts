import type { NotificationMap, SearchDetail } from "../../protocol/runner.ts";
import type { Disposable } from "../emitter.ts";
import type { AttachedRunner } from "./attached-runner.ts";
import type { SearchWatcher } from "./link.ts";

/** The connection that events come over. */
type Source = Pick<AttachedRunner, "request" | "onNotification">;

type Batch = NotificationMap["search/events"];

/** One watcher of a search, and how far it has come. */
interface Watch {
  readonly watcher: SearchWatcher;
  /** Sequence number of the newest event that it was brought. */
  position: number;
  /** Its subscription is not answered yet: batches may be those of the subscription before. */
  isPending: boolean;
}

/**
 * Shares one subscription per search among all its watchers. The runner feeds from the lowest position of them, and each
 * is brought what it does not have.
 */
export class SearchFeeds {
  readonly #watches = new Map<string, Set<Watch>>();
  #client: Source | undefined;

  /** Brings the feeds of a new connection; those who watched are told. */
  async attach(client: Source): Promise<void> {
    this.#client = client;
    client.onNotification("search/events", (batch) => this.#deliver(batch));
    await Promise.all([...this.#watches.keys()].map((search) => this.#reattach(client, search)));
  }

  detach(): void {
    this.#client = undefined;
  }

  /**
   * Brings a watcher the events after `after` over the attached connection. Batches may come before this resolves.
   * @throws UserError as the runner words it
   */
  async watch(
    client: Source,
    search: string,
    after: number,
    watcher: SearchWatcher,
  ): Promise<{ detail: SearchDetail } & Disposable> {
    const watch: Watch = { watcher, position: after, isPending: true };
    const all = this.#watches.get(search) ?? new Set();
    this.#watches.set(search, all.add(watch));
    try {
      const detail = await this.#subscribe(client, search);
      watch.isPending = false;
      return { detail, dispose: () => this.#end(search, watch) };
    } catch (error) {
      this.#end(search, watch);
      throw error;
    }
  }

  dispose(): void {
    this.#watches.clear();
    this.#client = undefined;
  }

  /** Replaces the subscription that the connection has. */
  #subscribe(client: Source, id: string): Promise<SearchDetail> {
    const positions = [...(this.#watches.get(id) ?? [])].map(({ position }) => position);
    return client.request("search/subscribe", { id, after: Math.min(...positions) });
  }

  async #reattach(client: Source, search: string): Promise<void> {
    // It may have been deleted meanwhile, which the watcher finds when it reads its snapshot.
    await this.#subscribe(client, search).catch(() => undefined);
    if (this.#client !== client) return;
    for (const watch of this.#watches.get(search) ?? []) {
      // One that is pending has begun over this connection.
      if (!watch.isPending) watch.watcher.reattached();
    }
  }

  #end(search: string, watch: Watch): void {
    const all = this.#watches.get(search);
    if (!all?.delete(watch) || all.size > 0) return;
    this.#watches.delete(search);
    // A connection that has broken has no subscriptions.
    void this.#client?.request("search/unsubscribe", { id: search }).catch(() => undefined);
  }

  #deliver(batch: Batch): void {
    for (const watch of [...(this.#watches.get(batch.id) ?? [])]) bring(watch, batch);
  }
}

/** Brings a watcher the part of a batch that it does not have. A gap is brought as it is: the watcher sees it. */
function bring(watch: Watch, batch: Batch): void {
  const end = batch.from + batch.events.length;
  const known = watch.position - batch.from;
  const isOfOlderFeed = watch.isPending && known < 0;
  if (end <= watch.position || isOfOlderFeed) return;
  watch.position = end;
  watch.watcher.events(known <= 0 ? batch : { ...batch, from: batch.from + known, events: batch.events.slice(known) });
}
