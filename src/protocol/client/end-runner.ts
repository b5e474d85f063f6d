import { UserError } from "../../base/errors.ts";
import { readConnectionFile } from "../connection-file.ts";
import { RunnerClient } from "./runner-client.ts";

/** Milliseconds that each step of ending a runner has. */
export interface EndPatience {
  /** After it was asked: it finishes or abandons what is evaluated and flushes. */
  readonly shutdown: number;
  readonly interrupt: number;
  readonly kill: number;
}

const PATIENCE: EndPatience = { shutdown: 8000, interrupt: 4000, kill: 4000 };

/**
 * Ends the runner of a data folder, whatever protocol it speaks.
 *
 * @param client who asks, for the runner's log
 * @returns whether there was one
 * @throws UserError `runner-version` when it is too old to be asked, `runner-stuck` when it could not be ended
 */
export async function endRunner(dataFolder: string, client: string, patience = PATIENCE): Promise<boolean> {
  const file = await readConnectionFile(dataFolder);
  const runner = file && (await RunnerClient.open(file, client, { shutdown: true }));
  if (!runner) return false;
  await untilEnded(runner, patience);
  return true;
}

/**
 * Ends the runner that a client is attached to, even when it has stopped answering.
 * @throws UserError `runner-stuck` when it could not be ended
 */
export async function endAttachedRunner(runner: RunnerClient, patience = PATIENCE): Promise<void> {
  // The connection may close before the answer is read, and a hung runner never gives one.
  void runner.request("shutdown", {}).catch(() => undefined);
  await untilEnded(runner, patience);
}

async function untilEnded(runner: RunnerClient, patience: EndPatience): Promise<void> {
  const { pid } = runner.welcome;
  try {
    if (await isWithin(runner.closed, patience.shutdown)) return;
    // As long as its connection is open, the pid that it told in its welcome is its own.
    for (const [signal, milliseconds] of [
      ["SIGINT", patience.interrupt] as const,
      ["SIGKILL", patience.kill] as const,
    ]) {
      signalProcess(pid, signal);
      if (await isWithin(runner.closed, milliseconds)) return;
    }
    throw new UserError("runner-stuck", `The runner (pid ${pid}) could not be ended.`, "End that process by hand.");
  } finally {
    runner.close();
  }
}

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  // 0 and below mean groups of processes, up to all of them.
  if (!Number.isSafeInteger(pid) || pid <= 1) return;
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by now, and its connection tells it.
  }
}

async function isWithin(event: Promise<void>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  try {
    return await Promise.race([event.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
