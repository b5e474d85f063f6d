import type { Clock } from "../search/ports.ts";

/**
 * Seconds a search has been running, in all lives of the process together.
 *
 * What a method is told advances with its events alone: time that passes between two of them would be another time when
 * they are replayed, and a budget would end a resumed search elsewhere than it ended the first one.
 */
export class SearchClock implements Clock {
  readonly #now: () => number;
  #before: number;
  #since: number | undefined;
  #atLastEvent = 0;

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

  /** An event came, or came again, at this time. */
  advance(elapsed: number): void {
    this.#atLastEvent = elapsed;
  }

  elapsed(): number {
    return this.#atLastEvent;
  }

  /** All seconds up to now. */
  total(): number {
    return this.#before + (this.#since === undefined ? 0 : (this.#now() - this.#since) / 1000);
  }
}
