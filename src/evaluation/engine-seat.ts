import { UserError } from "../base/errors.ts";
import { unlessAborted } from "../base/unless-aborted.ts";
import type { Engine } from "./engine.ts";
import { EngineCrashed } from "./engine-process.ts";

/** How often one piece of work is done again after the engine that did it crashed. */
const REPEATS = 3;

/** An engine that can vanish. */
export interface MortalEngine extends Engine {
  readonly ended: boolean;
}

/**
 * Brings an engine into the state that the work needs: gives it `value` under `key` unless this very engine was given
 * this very value before.
 */
export type HandOver = (key: string, value: unknown, give: (engine: Engine) => Promise<void>) => Promise<void>;

export type Work<Result> = (engine: Engine, handOver: HandOver, signal: AbortSignal) => Promise<Result>;

/**
 * The place of one engine: does one piece of work after another and puts a new engine into the place of one that crashed.
 * Work states what it needs by {@link HandOver}, so that doing it again on a new engine needs no further care.
 */
export class EngineSeat {
  readonly #open: (signal: AbortSignal) => Promise<MortalEngine>;
  readonly #closing = new AbortController();
  #engine: MortalEngine | undefined;
  #given = new Map<string, unknown>();
  #previous: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(open: (signal: AbortSignal) => Promise<MortalEngine>) {
    this.#open = open;
  }

  /** Pieces of work that are done or wait here. */
  get load(): number {
    return this.#waiting;
  }

  /** Queues work. Throws the signal's reason when aborted, also while it waits, and UserError `engine-crashed`. */
  async run<Result>(work: Work<Result>, signal: AbortSignal): Promise<Result> {
    const either = AbortSignal.any([signal, this.#closing.signal]);
    const done = Promise.withResolvers<void>();
    const previous = this.#previous;
    this.#previous = Promise.all([previous, done.promise]);
    this.#waiting++;
    try {
      await unlessAborted(previous, either);
      return await this.#repeatAfterCrashes(work, either);
    } finally {
      this.#waiting--;
      done.resolve();
    }
  }

  /** Abandons all work and ends the engine's process. */
  async close(): Promise<void> {
    this.#closing.abort(new Error("The scorer was closed."));
    await this.#previous;
    await this.#engine?.close();
  }

  async #repeatAfterCrashes<Result>(work: Work<Result>, signal: AbortSignal): Promise<Result> {
    for (let crashes = 0; ; ) {
      try {
        const engine = await this.#livingEngine(signal);
        return await work(engine, (key, value, give) => this.#handOver(engine, key, value, give), signal);
      } catch (error) {
        if (!(error instanceof EngineCrashed)) throw error;
        if (++crashes > REPEATS) throw crashedTooOften(error);
      }
    }
  }

  async #livingEngine(signal: AbortSignal): Promise<MortalEngine> {
    signal.throwIfAborted();
    if (!this.#engine || this.#engine.ended) {
      this.#given = new Map();
      this.#engine = undefined;
      this.#engine = await this.#open(signal);
    }
    return this.#engine;
  }

  async #handOver(engine: Engine, key: string, value: unknown, give: (engine: Engine) => Promise<void>): Promise<void> {
    if (this.#given.has(key) && this.#given.get(key) === value) return;
    this.#given.delete(key);
    await give(engine);
    this.#given.set(key, value);
  }
}

function crashedTooOften(crash: EngineCrashed): UserError {
  const how = crash.signal ? `signal ${crash.signal}` : `exit code ${crash.exitCode}`;
  const lastWords = crash.stderr.trim().split("\n").at(-1);
  return new UserError(
    "engine-crashed",
    `The engine's process ended with ${how} ${REPEATS + 1} times${lastWords ? ` (${lastWords})` : ""}.`,
    crash.signal === "SIGKILL"
      ? "The system may have run out of memory: use shorter or fewer windows, fewer engines or a smaller cache."
      : "Run the doctor to test the device, or use another one.",
    { cause: crash },
  );
}
