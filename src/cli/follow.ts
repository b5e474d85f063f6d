import { UserError } from "../base/errors.ts";
import type { NotificationMap, SearchDetail } from "../protocol/runner.ts";
import type { Runner } from "./connection.ts";
import type { Reporter } from "./progress/reporter.ts";
import { hasEnded, SearchWatch } from "./progress/view.ts";

type Batch = NotificationMap["search/events"];

/**
 * Shows a search from its first event until it ends.
 * @param detached resolves when the person wants to go; the search goes on
 * @returns the search at its end, or undefined when detached before
 * @throws UserError `runner-lost` when the runner goes away
 */
export async function followSearch(
  runner: Runner,
  id: string,
  reporter: Reporter,
  detached: Promise<void>,
): Promise<SearchDetail | undefined> {
  const follower = new Follower(runner, id, reporter);
  try {
    await follower.start();
    const outcome = await Promise.race([
      follower.ended,
      detached.then(() => "detached" as const),
      runner.closed.then(() => "lost" as const),
    ]);
    if (outcome === "detached") return undefined;
    if (outcome === "lost") throw lost(id);
    const detail = await runner.request("search/get", { id });
    await Promise.race([follower.caughtUp(detail.sequence), detached, runner.closed]);
    return detail;
  } finally {
    follower.stop();
  }
}

/** Puts the batches of one search in order: what comes before the subscription is answered waits, a gap is asked for. */
class Follower {
  readonly ended: Promise<void>;
  readonly #runner: Runner;
  readonly #id: string;
  readonly #reporter: Reporter;
  readonly #off: (() => void)[];
  readonly #finish: { resolve: () => void; reject: (reason: unknown) => void };
  #watch: SearchWatch | undefined;
  #early: Batch[] = [];
  #sequence = 0;
  #waiting: { sequence: number; resolve: () => void } | undefined;

  constructor(runner: Runner, id: string, reporter: Reporter) {
    this.#runner = runner;
    this.#id = id;
    this.#reporter = reporter;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.ended = promise;
    // A rejection that comes while the subscription is still awaited is met when `ended` is.
    promise.catch(() => {});
    this.#finish = { resolve, reject };
    this.#off = [
      runner.onNotification("search/events", (batch) => {
        if (batch.id === id) this.#take(batch);
      }),
      runner.onNotification("search/changed", (change) => {
        if ("summary" in change && change.summary.id === id) this.#update([], change.summary);
        if ("deleted" in change && change.id === id) this.#finish.reject(deleted(id));
      }),
    ];
  }

  async start(): Promise<void> {
    const detail = await this.#runner.request("search/subscribe", { id: this.#id, after: 0 });
    this.#watch = new SearchWatch(detail);
    this.#update([], detail.summary);
    for (const batch of this.#early) this.#take(batch);
    this.#early = [];
  }

  /** Resolves when all events up to `sequence` have been shown: a search's end is told before its last batch comes. */
  caughtUp(sequence: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting = { sequence, resolve };
    this.#tellCaughtUp();
    return promise;
  }

  stop(): void {
    for (const off of this.#off) off();
  }

  #take(batch: Batch): void {
    if (!this.#watch) {
      this.#early.push(batch);
      return;
    }
    if (batch.from > this.#sequence) {
      // The missing events come as a batch of their own, and this one's again with them.
      this.#runner.request("search/subscribe", { id: this.#id, after: this.#sequence }).catch(this.#finish.reject);
      return;
    }
    const fresh = batch.events.filter(({ sequence }) => sequence > this.#sequence);
    this.#sequence = fresh.at(-1)?.sequence ?? this.#sequence;
    this.#update(fresh, batch.summary);
    this.#tellCaughtUp();
  }

  #tellCaughtUp(): void {
    if (this.#waiting && this.#sequence >= this.#waiting.sequence) this.#waiting.resolve();
  }

  #update(events: Batch["events"], summary: Batch["summary"]): void {
    if (!this.#watch) return;
    this.#watch.apply(events, summary);
    this.#reporter.show(this.#watch.view, events);
    if (hasEnded(summary)) this.#finish.resolve();
  }
}

function lost(id: string): UserError {
  const message = "The connection to the runner was lost.";
  return new UserError("runner-lost", message, `Nothing that was evaluated is lost: self-pruner resume ${id}`);
}

function deleted(id: string): UserError {
  return new UserError("search-deleted", `The search ${id} was deleted.`);
}
