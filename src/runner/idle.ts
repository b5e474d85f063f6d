/** Ends the runner when for a while nobody was connected and nothing ran. */
export class IdleWatch {
  readonly #seconds: number;
  readonly #isIdle: () => boolean;
  readonly #expired: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(seconds: number, isIdle: () => boolean, expired: () => void) {
    this.#seconds = seconds;
    this.#isIdle = isIdle;
    this.#expired = expired;
    this.check();
  }

  /** To be called whenever a client came or went, or a search began or ended. */
  check(): void {
    if (!this.#isIdle()) this.close();
    else this.#timer ??= setTimeout(() => this.#expire(), this.#seconds * 1000);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #expire(): void {
    this.#timer = undefined;
    if (this.#isIdle()) this.#expired();
  }
}
