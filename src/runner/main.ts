/** The background process: `runner --data-folder FOLDER [--idle-seconds N]`. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { defaultDataFolder } from "../base/data-folder.ts";
import { messageWithHint } from "../base/errors.ts";
import { startRunner } from "./runner.ts";
import { answerJob } from "./window-texts.ts";

/** Ten minutes: long enough to come back to, short enough not to be found days later. */
const IDLE_SECONDS = 600;
/** Milliseconds after which closing is given up; what is committed stays, and the engines end with this process. */
const CLOSE_TIMEOUT = 10_000;

if (isMainThread) await run();
// The same program, as a thread of the runner.
else parentPort?.postMessage(await answerJob(workerData));

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: { "data-folder": { type: "string" }, "idle-seconds": { type: "string" } },
  });
  // Whatever this process creates, only its user can read.
  process.umask(0o077);
  // A terminal or window that closes must not take the runner with it.
  process.on("SIGHUP", () => {});
  try {
    const runner = await startRunner({
      dataFolder: resolve(values["data-folder"] ?? defaultDataFolder()),
      idleSeconds: Number(values["idle-seconds"] ?? IDLE_SECONDS),
    });
    if (runner) {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => end(runner.close()));
      await runner.closed;
    }
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${new Date().toISOString()} the runner could not start: ${messageWithHint(error)}\n`);
    process.exit(1);
  }
}

function end(closing: Promise<void>): void {
  setTimeout(() => process.exit(1), CLOSE_TIMEOUT).unref();
  void closing;
}
