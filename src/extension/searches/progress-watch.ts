import type { SearchSummary } from "../../protocol/runner.ts";
import type { Disposable } from "../emitter.ts";
import type { RunnerLink } from "../runner/link.ts";

interface Watch {
  /** What ends it, once it has begun. */
  readonly end: Promise<() => void>;
}

/**
 * Brings the progress of running searches. The runner tells everybody of a search's states; how far it has come is told
 * to those who watch it.
 */
export class ProgressWatch implements Disposable {
  readonly #link: RunnerLink;
  readonly #tell: (summary: SearchSummary) => void;
  readonly #watches = new Map<string, Watch>();

  constructor(link: RunnerLink, tell: (summary: SearchSummary) => void) {
    this.#link = link;
    this.#tell = tell;
  }

  /** Begins to watch those that run and ends with those that will not go on by themselves. */
  follow(searches: readonly SearchSummary[]): void {
    const states = new Map(searches.map(({ id, state }) => [id, state]));
    for (const id of this.#watches.keys()) {
      const state = states.get(id);
      // A paused search finishes the evaluation under way.
      if (state !== "running" && state !== "paused" && state !== "stopping") this.#end(id);
    }
    for (const [id, state] of states) {
      if (state === "running" && !this.#watches.has(id)) this.#begin(id);
    }
  }

  dispose(): void {
    for (const id of [...this.#watches.keys()]) this.#end(id);
  }

  #begin(id: string): void {
    // Watching would start a runner.
    if (this.#link.presence.kind !== "attached") return;
    const watch: Watch = { end: this.#watch(id, () => this.#watches.get(id) === watch) };
    this.#watches.set(id, watch);
    watch.end.catch(() => {
      // Deleted, or the runner went away: it is begun again when the search is seen running again.
      if (this.#watches.get(id) === watch) this.#watches.delete(id);
    });
  }

  /** @returns what ends it */
  async #watch(id: string, isWanted: () => boolean): Promise<() => void> {
    const { sequence } = await this.#link.request("search/get", { id });
    const registration = await this.#link.watch(id, sequence, {
      events: ({ summary }) => {
        if (isWanted()) this.#tell(summary);
      },
      // The list is read again then.
      reattached: () => {},
    });
    return () => registration.dispose();
  }

  #end(id: string): void {
    const watch = this.#watches.get(id);
    this.#watches.delete(id);
    void watch?.end.then(
      (end) => end(),
      () => {},
    );
  }
}
