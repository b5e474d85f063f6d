import { UserError } from "../../base/errors.ts";

/** Milliseconds of a heartbeat. */
export interface HeartbeatTimes {
  /** From an answer to the next question. */
  readonly interval: number;
  /** After which a question counts as unanswered. */
  readonly limit: number;
}

/** Asks a runner again and again whether it is there, and tells when its answers stop and when they come back. */
export class Heartbeat {
  readonly #ping: () => Promise<unknown>;
  readonly #times: HeartbeatTimes;
  readonly #tell: (answers: boolean) => void;
  #timer: NodeJS.Timeout | undefined;
  #isEnded = false;

  /** @param tell is called with every change: false when the limit is over, true when an answer comes after all */
  constructor(ping: () => Promise<unknown>, times: HeartbeatTimes, tell: (answers: boolean) => void) {
    this.#ping = ping;
    this.#times = times;
    this.#tell = tell;
    this.#rest();
  }

  dispose(): void {
    this.#isEnded = true;
    clearTimeout(this.#timer);
  }

  #rest(): void {
    this.#timer = setTimeout(() => void this.#beat(), this.#times.interval);
  }

  async #beat(): Promise<void> {
    let isLate = false;
    this.#timer = setTimeout(() => {
      isLate = true;
      this.#tell(false);
    }, this.#times.limit);
    const isAnswered = await this.#isAnswered();
    clearTimeout(this.#timer);
    if (this.#isEnded || !isAnswered) return;
    if (isLate) this.#tell(true);
    this.#rest();
  }

  /** Whatever a runner answers, it is there. A connection that broke is told by its closing, not here. */
  async #isAnswered(): Promise<boolean> {
    try {
      await this.#ping();
      return true;
    } catch (error) {
      return !(error instanceof UserError && error.code === "runner-gone");
    }
  }
}
