import { cpus, freemem, totalmem } from "node:os";
import type { DeviceUse } from "../protocol/runner.ts";
import { askNvidiaSmi } from "./nvidia-smi.ts";

/** Milliseconds between two reports while something runs. */
const INTERVAL = 2000;
/** Times nvidia-smi may find nothing before it is no longer asked. */
const TRIES = 3;

/** Reports the use of the devices while something runs. */
export class Telemetry {
  readonly #report: (devices: DeviceUse[]) => void;
  readonly #isBusy: () => boolean;
  readonly #timer: NodeJS.Timeout;
  #tokens = 0;
  #since = performance.now();
  #processor = processorTimes();
  #missedGpus = 0;

  constructor(isBusy: () => boolean, report: (devices: DeviceUse[]) => void) {
    this.#isBusy = isBusy;
    this.#report = report;
    this.#timer = setInterval(() => void this.#tick(), INTERVAL);
    this.#timer.unref();
  }

  /** Counts tokens that were forwarded. */
  countTokens(tokens: number): void {
    this.#tokens += tokens;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #tick(): Promise<void> {
    const tokensPerSecond = this.#takeTokensPerSecond();
    const processor = this.#takeProcessorUse();
    if (!this.#isBusy()) return;
    const cpu = {
      device: "cpu",
      utilisation: processor,
      memoryUsed: totalmem() - freemem(),
      memoryTotal: totalmem(),
      tokensPerSecond,
    };
    const gpus = await this.#gpus();
    this.#report([cpu, ...gpus.map(({ name, ...use }) => ({ device: name, ...use, tokensPerSecond }))]);
  }

  async #gpus() {
    if (this.#missedGpus >= TRIES) return [];
    const gpus = await askNvidiaSmi();
    if (gpus.length === 0) this.#missedGpus++;
    return gpus;
  }

  #takeTokensPerSecond(): number {
    const now = performance.now();
    const rate = (this.#tokens * 1000) / (now - this.#since);
    this.#tokens = 0;
    this.#since = now;
    return rate;
  }

  #takeProcessorUse(): number | undefined {
    const before = this.#processor;
    this.#processor = processorTimes();
    const all = this.#processor.all - before.all;
    return all > 0 ? 1 - (this.#processor.idle - before.idle) / all : undefined;
  }
}

/** Milliseconds that all cores together have spent, since the machine started. */
function processorTimes(): { readonly all: number; readonly idle: number } {
  const times = cpus().map(({ times: core }) => core);
  return {
    all: times.reduce((sum, { user, nice, sys, irq, idle }) => sum + user + nice + sys + irq + idle, 0),
    idle: times.reduce((sum, { idle }) => sum + idle, 0),
  };
}
