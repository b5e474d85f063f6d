import type { DeviceUse } from "../../src/protocol/runner.ts";
import { grouped } from "./candidate-words.ts";
import type { TableData } from "./table.ts";

/** Milliseconds that are kept. */
const KEPT = 5 * 60_000;
/** Milliseconds without a report after which nothing runs: the runner reports every two seconds while something does. */
export const SILENCE = 7000;

/** How fast the runner was at a moment. */
export interface SpeedSample {
  /** Milliseconds since the panel was opened. */
  readonly at: number;
  readonly tokensPerSecond: number;
}

/** The last minutes of a runner's devices. */
export class DeviceHistory {
  #samples: SpeedSample[] = [];
  #devices: readonly DeviceUse[] = [];

  /** Takes a report; the same one again is passed over. @returns whether it was new */
  add(devices: readonly DeviceUse[], at: number): boolean {
    if (devices === this.#devices || devices.length === 0) return false;
    this.#devices = devices;
    this.#samples = this.#samples.filter((sample) => sample.at > at - KEPT);
    // The runner's devices work on one search together: each report names the speed of them all.
    this.#samples.push({ at, tokensPerSecond: Math.max(...devices.map(({ tokensPerSecond }) => tokensPerSecond)) });
    return true;
  }

  get samples(): readonly SpeedSample[] {
    return this.#samples;
  }

  /** When the newest report came. */
  get newest(): number {
    return this.#samples.at(-1)?.at ?? 0;
  }

  get devices(): readonly DeviceUse[] {
    return this.#devices;
  }

  isSilent(now: number): boolean {
    const last = this.#samples.at(-1);
    return !last || now - last.at > SILENCE;
  }
}

/** `3.2 GB`, `512 MB`. */
export function bytesText(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`;
}

/** The line as numbers, newest first. */
export function speedTable(samples: readonly SpeedSample[]): TableData<SpeedSample> {
  return {
    caption: "Tokens forwarded per second, newest report first",
    rows: samples.toReversed(),
    columns: [
      { title: "Seconds since the panel was opened", name: "seconds", value: ({ at }) => Math.round(at / 100) / 10 },
      {
        title: "Tokens per second",
        name: "tokens_per_second",
        value: ({ tokensPerSecond }) => tokensPerSecond,
        text: ({ tokensPerSecond }) => grouped(Math.round(tokensPerSecond)),
      },
    ],
  };
}
