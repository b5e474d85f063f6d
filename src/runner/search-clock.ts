import type { Clock } from "../search/ports.ts";

/** Seconds a search has been running, in all lives of the process together. */
export class SearchClock implements Clock {
  readonly #now: () => number;
  #before: number;
  #since: number | undefined;
  #replayed: number | undefined;

  /**
   * @param before seconds of earlier lives
   * @param now milliseconds of a clock that never goes back
   */
  constructor(before: number, now: () => number = () => performance.now()) {
    this.#before = before;
    this.#now = now;
  }

  start(): void {
    this.#since ??= this.#now();
  }

  stop(): void {
    this.#before = this.total();
    this.#since = undefined;
  }

  /**
   * Sets the time to what it was at an event that is being replayed: a budget that had not ended the search then must
   * not end it now.
   */
  replay(elapsed: number): void {
    this.#replayed = elapsed;
  }

  /** The replay is over: time goes on from what all lives add up to. */
  goLive(): void {
    this.#replayed = undefined;
  }

  elapsed(): number {
    return this.#replayed ?? this.total();
  }

  /** All seconds, a replay or not. */
  total(): number {
    return this.#before + (this.#since === undefined ? 0 : (this.#now() - this.#since) / 1000);
  }
}
