import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type ConnectOptions, connectRunner } from "../../src/protocol/client/connect-runner.ts";
import type { RunnerClient } from "../../src/protocol/client/runner-client.ts";
import type { SearchDetail, SearchState } from "../../src/protocol/runner.ts";
import type { SearchSpecInput } from "../../src/search/spec.ts";
import { PATIENCE } from "./patience.ts";

const root = resolve(import.meta.dirname, "../..");

/** The small model that the repository ships. */
export const sampleModel = join(root, "samples/stories260K");

export function sampleText(split: "search" | "validation" | "test"): { path: string; field: string } {
  return { path: join(root, `samples/texts/stories.${split}.jsonl`), field: "text" };
}

/** A search of the sample that takes about a second; `changes` go over it. */
export function smallSearch(changes: Partial<SearchSpecInput> = {}): SearchSpecInput {
  return {
    model: sampleModel,
    texts: { search: sampleText("search"), validation: sampleText("validation"), test: sampleText("test") },
    protocol: { seqlen: 64 },
    windows: { calibration: 4, search: 4, validation: 4, test: 4 },
    target: 0.4,
    method: "self-pruner",
    evolution: { population: 6, mutations: 3, crossovers: 3, generations: 3 },
    llm: { provider: "none" },
    device: "cpu",
    ...changes,
  };
}

/** A search that goes on until somebody ends it. */
export function endlessSearch(changes: Partial<SearchSpecInput> = {}): SearchSpecInput {
  return smallSearch({
    evolution: { population: 6, mutations: 3, crossovers: 3, generations: 10_000 },
    windows: { calibration: 4, search: 32, validation: 4, test: 4 },
    protocol: { seqlen: 128 },
    ...changes,
  });
}

/** A data folder that is removed after the test, with every runner that was started for it ended. */
export class RunnerKit {
  readonly dataFolder: string;
  readonly #clients: RunnerClient[] = [];
  readonly #pids = new Set<number>();

  private constructor(dataFolder: string) {
    this.dataFolder = dataFolder;
  }

  static async create(t: TestContext): Promise<RunnerKit> {
    const kit = new RunnerKit(await mkdtemp(join(tmpdir(), "self-pruner-test-")));
    t.after(() => kit.#remove());
    return kit;
  }

  /** A client, of a runner that is started when none runs. */
  async connect(options: Partial<ConnectOptions> = {}): Promise<RunnerClient> {
    const client = await connectRunner({ dataFolder: this.dataFolder, start: true, client: "test", ...options });
    this.#clients.push(client);
    this.track(client.welcome.pid);
    return client;
  }

  /** Ends a runner that was started by somebody else after the test, too. */
  track(pid: number): void {
    this.#pids.add(pid);
  }

  async #remove(): Promise<void> {
    for (const client of this.#clients) client.close();
    for (const pid of this.#pids) kill(pid);
    await rm(this.dataFolder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Kills a runner as the system would; nothing happens when it is gone. */
export function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/** Waits until a search is in one of some states. */
export async function reached(client: RunnerClient, id: string, ...states: SearchState[]): Promise<SearchDetail> {
  let seen: SearchDetail["summary"] | undefined;
  const look = async () => {
    const detail = await client.request("search/get", { id });
    seen = detail.summary;
    return states.includes(seen.state) ? detail : undefined;
  };
  return until(`search ${id} is ${states.join(" or ")}`, look, () => seen);
}

/**
 * Waits until `look` finds something.
 * @param seen tells what there was instead, when it has found nothing
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  seen?: () => unknown,
): Promise<T> {
  const deadline = performance.now() + PATIENCE;
  while (performance.now() < deadline) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(20);
  }
  throw new Error(`waited in vain until ${what}${seen ? `: ${JSON.stringify(seen())}` : ""}`);
}
