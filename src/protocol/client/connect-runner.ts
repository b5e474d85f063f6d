import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { entryPath } from "../../base/entry.ts";
import { withoutSecrets } from "../../base/environment.ts";
import { UserError } from "../../base/errors.ts";
import { readConnectionFile } from "../connection-file.ts";
import { RunnerClient } from "./runner-client.ts";

export interface ConnectOptions {
  readonly dataFolder: string;
  /** Start a runner when none answers. */
  readonly start: boolean;
  /** Who asks, for the runner's log: `cli 0.1.0`. */
  readonly client: string;
  /** Seconds without clients and work after which a runner started here ends; the runner's own default when left out. */
  readonly idleSeconds?: number;
  /** The runner's program and the Node that runs it, where they are not this product's and this process's own. */
  readonly program?: string;
  readonly execPath?: string;
}

/** Milliseconds within which a started runner must answer. */
const START_TIMEOUT = 20_000;
const POLL_INTERVAL = 50;

/**
 * Connects to the runner of a data folder, and starts one when none answers and `start` says so. When several clients
 * start one at once, one runner wins the folder and all of them end up connected to it.
 *
 * @throws UserError `runner-not-running` when none answers and none may be started, `runner-start` when the one that was
 * started did not answer, `runner-version` when the one that runs speaks another protocol
 */
export async function connectRunner(options: ConnectOptions): Promise<RunnerClient> {
  const running = await connectRunning(options);
  if (running) return running;
  if (!options.start) {
    throw new UserError(
      "runner-not-running",
      `No runner is running for ${options.dataFolder}.`,
      "Start one with `self-pruner runner start`, or start a search.",
    );
  }
  return startRunner(options);
}

async function connectRunning({ dataFolder, client }: ConnectOptions): Promise<RunnerClient | undefined> {
  const file = await readConnectionFile(dataFolder);
  return file && (await RunnerClient.open(file, client));
}

async function startRunner(options: ConnectOptions): Promise<RunnerClient> {
  const deadline = performance.now() + START_TIMEOUT;
  let child = await spawnRunner(options);
  while (performance.now() < deadline) {
    await sleep(POLL_INTERVAL);
    // Read before the connection is tried: a runner that ends between the two has left its place to another.
    const ended = child.exitCode !== null || child.signalCode !== null;
    const client = await connectRunning(options);
    if (client) {
      // Another client's runner was faster. Ours would find the folder taken, but only once it has come that far.
      if (client.welcome.pid !== child.pid) child.kill();
      return client;
    }
    if (ended && child.exitCode !== 0) throw await endedAtStart(options.dataFolder);
    // A runner that finds the folder taken ends with 0: the one that held it was on its way out.
    if (ended) child = await spawnRunner(options);
  }
  throw new UserError(
    "runner-start",
    `The runner that was started for ${options.dataFolder} did not answer within ${START_TIMEOUT / 1000} seconds.`,
    `See ${logPath(options.dataFolder)}.`,
  );
}

/** What the runner wrote last is why it ended. */
async function endedAtStart(dataFolder: string): Promise<UserError> {
  const log = await readFile(logPath(dataFolder), "utf8").catch(() => "");
  const reason = log.trimEnd().split("\n").at(-1) ?? "";
  return new UserError("runner-start", `The runner ended at its start: ${reason}`, `See ${logPath(dataFolder)}.`);
}

async function spawnRunner(options: ConnectOptions): Promise<ChildProcess> {
  await mkdir(options.dataFolder, { recursive: true, mode: 0o700 });
  const log = await open(logPath(options.dataFolder), "a", 0o600);
  const idle = options.idleSeconds === undefined ? [] : ["--idle-seconds", String(options.idleSeconds)];
  const program = options.program ?? entryPath("runner");
  try {
    const child = spawn(
      options.execPath ?? process.execPath,
      [program, "--data-folder", options.dataFolder, ...idle],
      // It outlives this process, and gets a key only over the socket. A process group and a session of its own: closing the terminal or the window does not end it.
      { detached: true, stdio: ["ignore", "ignore", log.fd], env: withoutSecrets(process.env), windowsHide: true },
    );
    // A Node that cannot be started is told by the time limit, with the log beside it.
    child.on("error", () => undefined);
    child.unref();
    return child;
  } finally {
    await log.close();
  }
}

/** The runner's log; what Node itself has to say of a crash goes there too. */
function logPath(dataFolder: string): string {
  return join(dataFolder, "runner.log");
}
