import type { SearchSummary } from "../../protocol/runner.ts";
import type { Disposable } from "../emitter.ts";
import type { SearchList } from "./search-list.ts";

/** Seconds of running, and seconds left where that can be told. */
export interface Times {
  readonly elapsed: number;
  readonly eta: number | undefined;
}

/**
 * The times of searches as they are now. A runner tells them with each evaluation, which for a large model can take
 * minutes; in between, a running search's clock goes on here.
 */
export class LiveTimes implements Disposable {
  readonly #now: () => number;
  readonly #heard = new WeakMap<SearchSummary, number>();
  readonly #registration: Disposable;

  /** @param now milliseconds of any clock */
  constructor(searches: SearchList, now: () => number = () => performance.now()) {
    this.#now = now;
    this.#registration = searches.onChanged(({ added, changed }) => {
      for (const summary of [...added, ...changed].map((id) => searches.find(id))) {
        if (summary) this.#heard.set(summary, now());
      }
    });
  }

  /** @param summary as the list has it: the time is counted from when it came */
  of(summary: SearchSummary): Times {
    const { elapsed, eta, state } = summary;
    const now = this.#now();
    const passed = state === "running" ? (now - (this.#heard.get(summary) ?? now)) / 1000 : 0;
    return { elapsed: elapsed + passed, eta: eta === undefined ? undefined : Math.max(0, eta - passed) };
  }

  dispose(): void {
    this.#registration.dispose();
  }
}
