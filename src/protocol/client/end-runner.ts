import { UserError } from "../../base/errors.ts";
import { within } from "../../base/within.ts";
import { type ConnectionFile, readConnectionFile } from "../connection-file.ts";
import { connectSocket } from "./connect-socket.ts";
import { RunnerClient } from "./runner-client.ts";
import { SilentRunner } from "./silent-runner.ts";

/** Milliseconds that each step of ending a runner has. */
export interface EndPatience {
  /** For an answer to the hello that asks it to end. */
  readonly answer: number;
  /** After it was asked: it finishes or abandons what is evaluated and flushes. */
  readonly shutdown: number;
  readonly interrupt: number;
  readonly kill: number;
}

const PATIENCE: EndPatience = { answer: 10_000, shutdown: 8000, interrupt: 4000, kill: 4000 };

/** A runner that is to end. */
interface Ending {
  /** Its own as long as `closed` has not resolved. */
  readonly pid: number;
  /** Resolves when its connection is gone. */
  readonly closed: Promise<unknown>;
  close(): void;
}

/**
 * Ends the runner of a data folder, whatever protocol it speaks, and even when it does not answer.
 *
 * @param client who asks, for the runner's log
 * @returns whether there was one
 * @throws UserError `runner-version` when it is too old to be asked, `runner-stuck` when it could not be ended
 */
export async function endRunner(dataFolder: string, client: string, patience = PATIENCE): Promise<boolean> {
  const file = await readConnectionFile(dataFolder);
  if (!file) return false;
  const ending = await askToEnd(file, client, patience);
  if (ending === "silent") await endSilent(dataFolder, file, withoutAsking(patience));
  else if (ending) await untilEnded(ending, patience);
  return ending !== undefined;
}

/**
 * Ends the runner that a client is attached to, even when it has stopped answering.
 *
 * @param isSilent it has stopped answering, so that it is not waited for
 * @throws UserError `runner-stuck` when it could not be ended
 */
export async function endAttachedRunner(
  runner: RunnerClient,
  {
    patience = PATIENCE,
    isSilent = false,
  }: { readonly patience?: EndPatience | undefined; readonly isSilent?: boolean } = {},
): Promise<void> {
  // The connection may close before the answer is read, and a hung runner never gives one.
  void runner.request("shutdown", {}).catch(() => undefined);
  await untilEnded(endingOf(runner), isSilent ? withoutAsking(patience) : patience);
}

/** A runner that does not answer has had its time. */
function withoutAsking(patience: EndPatience): EndPatience {
  return { ...patience, shutdown: 0 };
}

async function askToEnd(
  file: ConnectionFile,
  client: string,
  { answer }: EndPatience,
): Promise<Ending | "silent" | undefined> {
  try {
    const runner = await RunnerClient.open(file, client, { shutdown: true, limit: answer });
    return runner && endingOf(runner);
  } catch (error) {
    if (error instanceof SilentRunner) return "silent";
    throw error;
  }
}

function endingOf(runner: RunnerClient): Ending {
  return { pid: runner.welcome.pid, closed: runner.closed, close: () => runner.close() };
}

/** A connection that nobody answers on still ends with the process that listens there. */
async function endSilent(dataFolder: string, file: ConnectionFile, patience: EndPatience): Promise<void> {
  const socket = await connectSocket(file.socket);
  if (!socket) return;
  const closed = new Promise((resolve) => socket.once("close", resolve));
  const ending = { pid: file.pid, closed, close: () => socket.destroy() };
  // Who listens has written the file, unless another runner has come since: its file names another one.
  const now = await readConnectionFile(dataFolder);
  if (now?.runnerId === file.runnerId) await untilEnded(ending, patience);
  else ending.close();
}

async function untilEnded(runner: Ending, patience: EndPatience): Promise<void> {
  const { pid } = runner;
  try {
    if (await isWithin(runner.closed, patience.shutdown)) return;
    // As long as its connection is open, the pid is its own.
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

async function isWithin(event: Promise<unknown>, milliseconds: number): Promise<boolean> {
  return (
    (await within(
      event.then(() => true),
      milliseconds,
    )) ?? false
  );
}
