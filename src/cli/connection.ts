import type { NotificationMap, NotificationName, RequestMap, RequestName, Welcome } from "../protocol/runner.ts";

/** The runner, as commands see it. */
export interface Runner {
  readonly welcome: Welcome;
  request<Name extends RequestName>(
    name: Name,
    params: RequestMap[Name]["params"],
  ): Promise<RequestMap[Name]["result"]>;
  /** @returns stops listening */
  on<Name extends NotificationName>(name: Name, listener: (params: NotificationMap[Name]) => void): () => void;
  /** Resolves when the connection is gone. */
  readonly closed: Promise<void>;
  close(): void;
}

/** Connects to the runner, starting it when there is none, and closes the connection after `use`. */
export async function withRunner<Result>(use: (runner: Runner) => Promise<Result>): Promise<Result> {
  throw new Error(`not connected ${use.length}`);
}

/** The same, but starts none: undefined when no runner is there. */
export async function withRunningRunner<Result>(use: (runner: Runner) => Promise<Result>): Promise<Result | undefined> {
  throw new Error(`not connected ${use.length}`);
}
