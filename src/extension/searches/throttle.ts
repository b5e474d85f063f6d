import type { Disposable } from "../emitter.ts";

/** Does something at once, and while it is asked for again and again at most once in an interval; the last asking counts. */
export class Throttle implements Disposable {
  readonly #act: () => void;
  readonly #interval: number;
  #timer: NodeJS.Timeout | undefined;
  #isWanted = false;

  /** @param interval milliseconds */
  constructor(act: () => void, interval: number) {
    this.#act = act;
    this.#interval = interval;
  }

  ask(): void {
    if (this.#timer) this.#isWanted = true;
    else this.now();
  }

  /** Does it now, whenever it was done before. */
  now(): void {
    this.dispose();
    this.#timer = setTimeout(() => this.#rested(), this.#interval);
    this.#act();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isWanted = false;
  }

  #rested(): void {
    this.#timer = undefined;
    if (this.#isWanted) this.now();
  }
}
