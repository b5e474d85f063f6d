/** Ends within the span after which a server is not started again by itself. */
const MOST = 5;
/** Milliseconds. */
const SPAN = 3 * 60_000;

/** When a server ended by itself: one that does so again and again is not to be started for ever. */
export class ServerEnds {
  #times: readonly number[] = [];

  /** @returns whether it has ended too often by now to be started once more */
  add(now: number): boolean {
    this.#times = [...this.#times.filter((time) => now - time < SPAN), now];
    return this.#times.length >= MOST;
  }

  /** A person starts it again: it is given as many chances as before. */
  forget(): void {
    this.#times = [];
  }
}
