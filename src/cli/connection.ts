import { defaultDataFolder } from "../base/data-folder.ts";
import { UserError } from "../base/errors.ts";
import { connectRunner } from "../protocol/client/connect-runner.ts";
import type { RunnerClient } from "../protocol/client/runner-client.ts";
import { PRODUCT_VERSION } from "../protocol/version.ts";

/** Who asks, for the runner's log. */
export const CLIENT = `cli ${PRODUCT_VERSION}`;

/** The runner, as commands see it. */
export type Runner = Pick<RunnerClient, "welcome" | "request" | "onNotification" | "closed">;

/** Connects to the user's runner, starting it when there is none, and closes the connection after `use`. */
export async function withRunner<Result>(use: (runner: Runner) => Promise<Result>): Promise<Result> {
  return await using(await connect(true), use);
}

/** The same, but starts none: undefined when no runner is there. */
export async function withRunningRunner<Result>(use: (runner: Runner) => Promise<Result>): Promise<Result | undefined> {
  try {
    return await using(await connect(false), use);
  } catch (thrown) {
    if (thrown instanceof UserError && thrown.code === "runner-not-running") return undefined;
    throw thrown;
  }
}

function connect(start: boolean): Promise<RunnerClient> {
  return connectRunner({ dataFolder: defaultDataFolder(), start, client: CLIENT });
}

async function using<Result>(client: RunnerClient, use: (runner: Runner) => Promise<Result>): Promise<Result> {
  try {
    return await use(client);
  } finally {
    client.close();
  }
}
