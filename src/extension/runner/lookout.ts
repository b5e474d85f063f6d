/** Does something again and again, at first soon and then ever more rarely, until it is told to stop. */
export class Lookout {
  readonly #look: () => Promise<void>;
  readonly #pauses: readonly number[];
  #timer: NodeJS.Timeout | undefined;
  #looks = 0;
  #isOn = false;
  #isClosed = false;

  /**
   * @param look must not throw
   * @param pauses milliseconds before each look; the last one is repeated
   */
  constructor(look: () => Promise<void>, pauses: readonly number[]) {
    this.#look = look;
    this.#pauses = pauses;
  }

  /** Begins, with the shortest pause; does nothing when it has begun already, or is closed. */
  start(): void {
    if (this.#isOn || this.#isClosed) return;
    this.#isOn = true;
    this.#looks = 0;
    this.#wait();
  }

  stop(): void {
    this.#isOn = false;
    clearTimeout(this.#timer);
  }

  /** Stops for good. */
  close(): void {
    this.#isClosed = true;
    this.stop();
  }

  #wait(): void {
    const pause = this.#pauses[Math.min(this.#looks++, this.#pauses.length - 1)];
    this.#timer = setTimeout(() => void this.#lookOnce(), pause);
  }

  async #lookOnce(): Promise<void> {
    const own = this.#timer;
    await this.#look();
    // Stopped, or stopped and begun anew, while it looked.
    if (this.#isOn && this.#timer === own) this.#wait();
  }
}
