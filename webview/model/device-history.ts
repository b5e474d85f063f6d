import type { DeviceUse } from "../../src/protocol/runner.ts";

/** Milliseconds that are kept. */
export const KEPT = 5 * 60_000;
/** Milliseconds without a report after which nothing runs: the runner reports every two seconds while something does. */
export const SILENCE = 7000;

/** How fast the runner was at a moment. */
export interface SpeedSample {
  /** Milliseconds on any clock that only goes forward. */
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

  get devices(): readonly DeviceUse[] {
    return this.#devices;
  }

  isSilent(now: number): boolean {
    const last = this.#samples.at(-1);
    return !last || now - last.at > SILENCE;
  }
}

/** A point of a spark line, 0 to 1 from left and from below. */
export interface SparkPoint {
  readonly x: number;
  readonly y: number;
}

/** Samples as a line over the kept minutes, the newest at the right; a pause in the reports begins a new stretch. */
export function sparkStretches(samples: readonly SpeedSample[]): readonly (readonly SparkPoint[])[] {
  const end = samples.at(-1)?.at ?? 0;
  const most = Math.max(1, ...samples.map(({ tokensPerSecond }) => tokensPerSecond));
  const stretches: SparkPoint[][] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (const { at, tokensPerSecond } of samples) {
    if (at - before > SILENCE) stretches.push([]);
    stretches.at(-1)?.push({ x: 1 - (end - at) / KEPT, y: tokensPerSecond / most });
    before = at;
  }
  return stretches;
}

/** `3.2 GB`, `512 MB`. */
export function bytesText(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`;
}
