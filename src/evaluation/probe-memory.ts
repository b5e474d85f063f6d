import { unlessAborted } from "../base/unless-aborted.ts";
import type { SelfTestOptions, SelfTestReport } from "./self-test.ts";

/** Milliseconds after which a device that failed is tried again: what repaired it may have left no trace. */
const FAILURE_LASTS = 600_000;

/** A self-test that was begun. */
interface Trial {
  readonly traces: string;
  readonly begunAt: number;
  readonly report: Promise<SelfTestReport>;
  hasFailed: boolean;
}

/** What a memory of self-tests stands on. */
export interface ProbeMemoryPorts {
  readonly test: (options: SelfTestOptions) => Promise<SelfTestReport>;
  /** Differs once a driver or provider is another one. */
  readonly traces: () => Promise<string>;
  /** Milliseconds of any clock. */
  readonly now?: () => number;
}

/**
 * Remembers how devices fared in their self-tests, which take seconds, failures included: as long as the drivers are the
 * same, and a failure for ten minutes. Whoever asks while a device is being tried waits for the same trial.
 */
export class ProbeMemory {
  readonly #ports: ProbeMemoryPorts;
  readonly #now: () => number;
  readonly #trials = new Map<string, Trial>();

  constructor(ports: ProbeMemoryPorts) {
    this.#ports = ports;
    this.#now = ports.now ?? (() => performance.now());
  }

  /** @throws the reason of `signal`, which ends the waiting and not the trial: others may wait for it */
  async report(options: SelfTestOptions, signal: AbortSignal): Promise<SelfTestReport> {
    const traces = await this.#ports.traces();
    signal.throwIfAborted();
    const key = JSON.stringify(options);
    const known = this.#trials.get(key);
    const trial = known && this.#holds(known, traces) ? known : this.#begin(key, options, traces);
    return unlessAborted(trial.report, signal);
  }

  /** What a person asks for after a repair is tried anew. */
  forget(): void {
    this.#trials.clear();
  }

  #holds({ traces, begunAt, hasFailed }: Trial, now: string): boolean {
    return traces === now && !(hasFailed && this.#now() - begunAt > FAILURE_LASTS);
  }

  #begin(key: string, options: SelfTestOptions, traces: string): Trial {
    const trial: Trial = { traces, begunAt: this.#now(), report: this.#ports.test(options), hasFailed: false };
    this.#trials.set(key, trial);
    trial.report.then(
      ({ passed }) => {
        trial.hasFailed = !passed;
      },
      // Not a finding about the device.
      () => {
        if (this.#trials.get(key) === trial) this.#trials.delete(key);
      },
    );
    return trial;
  }
}
