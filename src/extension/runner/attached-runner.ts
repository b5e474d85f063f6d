import { UserError } from "../../base/errors.ts";
import type { RunnerClient } from "../../protocol/client/runner-client.ts";
import { SilentRunner } from "../../protocol/client/silent-runner.ts";
import type { NotificationMap, NotificationName, RequestMap, RequestName, Welcome } from "../../protocol/runner.ts";
import { Heartbeat, type HeartbeatTimes } from "./heartbeat.ts";
import { requestLimits } from "./request-limits.ts";

/** What a window may ask once it is connected. */
type AttachedRequest = Exclude<RequestName, "hello">;

/** What an attached runner needs and tells. */
export interface AttachedOptions {
  readonly times: HeartbeatTimes;
  /** Called when it falls silent, and with undefined when it answers again. */
  readonly onSilence: (silence: SilentRunner | undefined) => void;
  /** Milliseconds for each request; undefined for one that waits as long as it takes. */
  readonly limits?: Readonly<Record<AttachedRequest, number | undefined>>;
}

/**
 * A connection as a window uses it: nobody waits for ever. A request fails when its time is over, and at once while the
 * runner does not answer its heartbeat.
 */
export class AttachedRunner {
  readonly #client: RunnerClient;
  readonly #heartbeat: Heartbeat;
  readonly #limits: NonNullable<AttachedOptions["limits"]>;
  /** How each request under way that has a limit is given up. */
  readonly #waiting = new Set<(reason: UserError) => void>();
  #silence: SilentRunner | undefined;

  constructor(client: RunnerClient, { times, onSilence, limits = requestLimits }: AttachedOptions) {
    this.#client = client;
    this.#limits = limits;
    this.#heartbeat = new Heartbeat(
      () => client.request("ping", {}),
      times,
      (since) => {
        this.#silence = since === undefined ? undefined : new SilentRunner(client.welcome.pid, since);
        onSilence(this.#silence);
        if (this.#silence) for (const giveUp of [...this.#waiting]) giveUp(this.#silence);
      },
    );
  }

  get client(): RunnerClient {
    return this.#client;
  }

  get welcome(): Welcome {
    return this.#client.welcome;
  }

  /** @throws UserError as the runner words it, `runner-gone`, `runner-slow`; SilentRunner when it does not answer */
  async request<K extends RequestName>(name: K, params: RequestMap[K]["params"]): Promise<RequestMap[K]["result"]> {
    const limit = name === "hello" ? undefined : this.#limits[name as AttachedRequest];
    if (limit === undefined) return this.#client.request(name, params);
    if (this.#silence) throw this.#silence;
    return this.#inTime(this.#client.request(name, params), name, limit);
  }

  onNotification<K extends NotificationName>(name: K, listener: (params: NotificationMap[K]) => void): void {
    this.#client.onNotification(name, listener);
  }

  /** Takes leave of the connection, which the caller closes. */
  dispose(): void {
    this.#heartbeat.dispose();
  }

  async #inTime<T>(answer: Promise<T>, name: string, limit: number): Promise<T> {
    const given = Promise.withResolvers<never>();
    const timer = setTimeout(() => given.reject(tooSlow(name, limit)), limit);
    this.#waiting.add(given.reject);
    try {
      return await Promise.race([answer, given.promise]);
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(given.reject);
    }
  }
}

function tooSlow(name: string, limit: number): UserError {
  return new UserError(
    "runner-slow",
    `The runner is there, but has not answered ${name} within ${limit / 1000} seconds.`,
    "Try again, or restart it with Self-Pruner: Show Runners.",
  );
}
