import { UserError } from "../../base/errors.ts";

/** Milliseconds of a heartbeat. */
export interface HeartbeatTimes {
  /** From an answer to the next question. */
  readonly interval: number;
  /** After which a question counts as unanswered. */
  readonly limit: number;
}

/** Share of the limit by which a timer may be late; one that is later tells that this process had no time itself. */
const LATENESS = 0.5;

/** Asks a runner again and again whether it is there, and tells when its answers stop and when they come back. */
export class Heartbeat {
  readonly #ping: () => Promise<unknown>;
  readonly #times: HeartbeatTimes;
  readonly #tell: (silentSince: number | undefined) => void;
  #answeredAt = Date.now();
  #timer: NodeJS.Timeout | undefined;
  #isEnded = false;

  /**
   * @param tell is called with every change: when the limit is over with the moment of the last answer (milliseconds since
   * 1970), and with undefined when an answer comes after all
   */
  constructor(ping: () => Promise<unknown>, times: HeartbeatTimes, tell: (silentSince: number | undefined) => void) {
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
    this.#await(() => {
      isLate = true;
      this.#tell(this.#answeredAt);
    });
    const isAnswered = await this.#isAnswered();
    clearTimeout(this.#timer);
    if (this.#isEnded || !isAnswered) return;
    this.#answeredAt = Date.now();
    if (isLate) this.#tell(undefined);
    this.#rest();
  }

  /** Calls `late` when the limit is over. While this process could not run, an answer may have come that is not read yet. */
  #await(late: () => void): void {
    const { limit } = this.#times;
    const begun = performance.now();
    this.#timer = setTimeout(() => {
      if (performance.now() - begun > limit * (1 + LATENESS)) this.#await(late);
      else late();
    }, limit);
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
