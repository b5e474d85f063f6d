import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { type FileHandle, mkdir, open, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { entryPath } from "../../base/entry.ts";
import { withoutSecrets } from "../../base/environment.ts";
import { messageOf, UserError } from "../../base/errors.ts";
import { readConnectionFile } from "../connection-file.ts";
import { RunnerClient } from "./runner-client.ts";
import { SilentRunner } from "./silent-runner.ts";

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
  /** Variables over those of this process; undefined takes one out. What looks like a secret never gets through. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Gives the connecting up; a runner that was started by then stays, and ends by itself when nobody needs it. */
  readonly signal?: AbortSignal;
}

/** Milliseconds within which a started runner must answer. */
const START_TIMEOUT = 20_000;
const POLL_INTERVAL = 50;

/**
 * Connects to the runner of a data folder, and starts one when none answers and `start` says so. When several clients
 * start one at once, one runner wins the folder and all of them end up connected to it.
 *
 * @throws UserError `runner-not-running` when none is there and none may be started, `runner-start` when the one that was
 * started did not answer, `runner-version` when the one that runs speaks another protocol, `runner-silent` when it does not
 * answer; the reason of the signal
 */
export async function connectRunner(options: ConnectOptions): Promise<RunnerClient> {
  options.signal?.throwIfAborted();
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

async function connectRunning({ dataFolder, client, signal }: ConnectOptions): Promise<RunnerClient | undefined> {
  const file = await readConnectionFile(dataFolder);
  const runner = file && (await RunnerClient.open(file, client));
  if (!signal?.aborted) return runner;
  runner?.close();
  throw signal.reason;
}

async function startRunner(options: ConnectOptions): Promise<RunnerClient> {
  const deadline = performance.now() + START_TIMEOUT;
  let started = await spawnRunner(options);
  while (performance.now() < deadline) {
    await pause(options.signal);
    // Read before the connection is tried: a runner that ends between the two has left its place to another.
    const end = started.end;
    const client = await connectRunning(options).catch(unlessSilent);
    if (client) {
      // Another client's runner was faster. Ours would find the folder taken, but only once it has come that far.
      if (client.welcome.pid !== started.process.pid) started.process.kill();
      return client;
    }
    if (end?.failed) throw await endedAtStart(options.dataFolder, end.reason);
    // A runner that finds the folder taken ends with 0: the one that held it was on its way out.
    if (end) started = await spawnRunner(options);
  }
  throw new UserError(
    "runner-start",
    `The runner that was started for ${options.dataFolder} did not answer within ${START_TIMEOUT / 1000} seconds.`,
    `See ${logPath(options.dataFolder)}.`,
  );
}

/** On a machine that is busy, the one that was just started may take its time. */
function unlessSilent(error: unknown): undefined {
  if (!(error instanceof SilentRunner)) throw error;
}

async function pause(signal: AbortSignal | undefined): Promise<void> {
  await sleep(POLL_INTERVAL, undefined, signal && { signal }).catch(() => undefined);
  signal?.throwIfAborted();
}

/** @param reason why there was never a process; what a runner wrote last is why it ended */
async function endedAtStart(dataFolder: string, reason: string | undefined): Promise<UserError> {
  if (reason !== undefined) {
    return new UserError("runner-start", `The runner could not be started: ${reason}.`, "Check the Node that runs it.");
  }
  const log = await readFile(logPath(dataFolder), "utf8").catch(() => "");
  const lastWords = (log.trimEnd().split("\n").at(-1) ?? "").replace(/^\S+ the runner could not start: /, "");
  return new UserError("runner-start", `The runner could not start: ${lastWords}`, `See ${logPath(dataFolder)}.`);
}

/** A runner's process, and how it ended. */
interface StartedRunner {
  readonly process: ChildProcess;
  end: { readonly failed: boolean; readonly reason?: string } | undefined;
}

async function spawnRunner(options: ConnectOptions): Promise<StartedRunner> {
  const log = await openLog(options.dataFolder);
  const idle = options.idleSeconds === undefined ? [] : ["--idle-seconds", String(options.idleSeconds)];
  const program = options.program ?? entryPath("runner");
  const args = [program, "--data-folder", resolve(options.dataFolder), ...idle];
  // It outlives this process, and gets a key only over the socket.
  const env = withoutSecrets({ ...process.env, ...options.environment });
  try {
    const settings: SpawnOptions = {
      // A process group and a session of its own: closing the terminal or the window does not end it.
      detached: true,
      // Not the starter's folder, which would be in use as long as the runner lives.
      cwd: options.dataFolder,
      stdio: ["ignore", "ignore", log.fd],
      env,
      windowsHide: true,
    };
    const child = spawn(options.execPath ?? process.execPath, args, settings);
    const started: StartedRunner = { process: child, end: undefined };
    child.once("exit", (code) => {
      started.end = { failed: code !== 0 };
    });
    child.once("error", ({ message }) => {
      started.end = { failed: true, reason: message };
    });
    child.unref();
    return started;
  } finally {
    await log.close();
  }
}

/** @throws UserError `data-folder-unwritable` */
async function openLog(dataFolder: string): Promise<FileHandle> {
  try {
    await mkdir(dataFolder, { recursive: true, mode: 0o700 });
    return await open(logPath(dataFolder), "a", 0o600);
  } catch (cause) {
    const message = `The data folder ${dataFolder} cannot be written: ${messageOf(cause)}.`;
    const way = "Make it writable, or name another one: SELF_PRUNER_DATA, or selfPruner.dataFolder in VS Code.";
    throw new UserError("data-folder-unwritable", message, way, { cause });
  }
}

/** The runner's log; what Node itself has to say of a crash goes there too. */
function logPath(dataFolder: string): string {
  return join(dataFolder, "runner.log");
}
