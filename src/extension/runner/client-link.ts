import type { EndPatience } from "../../protocol/client/end-runner.ts";
import type { RunnerClient } from "../../protocol/client/runner-client.ts";
import type { SilentRunner } from "../../protocol/client/silent-runner.ts";
import type { RequestMap, RequestName, SearchDetail } from "../../protocol/runner.ts";
import type { Disposable } from "../emitter.ts";
import { AttachedRunner } from "./attached-runner.ts";
import type { HeartbeatTimes } from "./heartbeat.ts";
import type { Presence, RunnerLink, SearchWatcher } from "./link.ts";
import { LinkEvents } from "./link-events.ts";
import { isRefusal, presenceAfter, withoutRunner } from "./link-presence.ts";
import { Lookout } from "./lookout.ts";
import { type DoorOptions, RunnerDoor } from "./runner-door.ts";
import { SearchFeeds } from "./search-feeds.ts";

/** All in milliseconds. */
export interface LinkTimes {
  readonly heartbeat: HeartbeatTimes;
  /** Before each look for a runner while none is attached; the last one is repeated. */
  readonly lookout: readonly number[];
  /** What the steps of ending a runner have; the default of `endRunner` when left out. */
  readonly end?: EndPatience;
}

const TIMES: LinkTimes = {
  heartbeat: { interval: 5000, limit: 10_000 },
  lookout: [250, 500, 1000, 2000, 5000, 10_000],
};

export interface LinkOptions extends DoorOptions {
  /** Called with every new connection before anything is asked over it: the place to offer what the runner may ask. */
  readonly onAttached?: (client: RunnerClient) => void;
  readonly times?: LinkTimes;
}

/**
 * The link over a socket. Once it was asked to attach, it looks out for a runner whenever it has none, so that one that
 * another window or a terminal starts is found; it starts one itself only for a request.
 */
export class ClientLink implements RunnerLink {
  readonly dataFolder: string;
  readonly #door: RunnerDoor;
  readonly #onAttached: LinkOptions["onAttached"];
  readonly #times: LinkTimes;
  readonly #feeds = new SearchFeeds();
  readonly #lookout: Lookout;
  readonly #events = new LinkEvents();
  readonly onPresence = this.#events.onPresence;
  readonly onSearchChanged = this.#events.onSearchChanged;
  readonly onEvaluateProgress = this.#events.onEvaluateProgress;
  readonly onTelemetry = this.#events.onTelemetry;
  #attached: AttachedRunner | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: LinkOptions) {
    this.dataFolder = options.dataFolder;
    this.#onAttached = options.onAttached;
    this.#times = options.times ?? TIMES;
    this.#door = new RunnerDoor(options, this.#times.end);
    this.#lookout = new Lookout(() => this.#look(), this.#times.lookout);
  }

  get presence(): Presence {
    return this.#events.presence;
  }

  async attach(): Promise<boolean> {
    const client = await this.#inTurn(() => this.#connect(() => this.#door.find()));
    return client !== undefined;
  }

  async request<K extends RequestName>(name: K, params: RequestMap[K]["params"]): Promise<RequestMap[K]["result"]> {
    const runner = await this.#runner();
    return runner.request(name, params);
  }

  async watch(search: string, after: number, watcher: SearchWatcher): Promise<{ detail: SearchDetail } & Disposable> {
    const runner = await this.#runner();
    return this.#feeds.watch(runner, search, after, watcher);
  }

  async stop({ restart }: { readonly restart: boolean }): Promise<void> {
    // What is in the way of a new runner is told before the old one is ended.
    if (restart) await this.#door.assertStartable();
    await this.#inTurn(() => this.#end());
    if (restart) await this.#runner();
  }

  dispose(): void {
    this.#door.close();
    this.#lookout.close();
    this.#detach()?.close();
    this.#feeds.dispose();
    this.#events.dispose();
  }

  /** The connection there is, or a new one to a runner that is started when none runs. */
  async #runner(): Promise<AttachedRunner> {
    return this.#attached ?? this.#inTurn(() => this.#connect(() => this.#door.findOrStart()));
  }

  /** Connecting and ending wait for each other: however many ask at once, one runner is started. */
  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const acted = this.#turn.then(act);
    this.#turn = acted.catch(() => undefined);
    return acted;
  }

  /** A person or a feature asked for the runner: the presence says what is under way. */
  async #connect(open: () => Promise<RunnerClient>): Promise<AttachedRunner>;
  async #connect(open: () => Promise<RunnerClient | undefined>): Promise<AttachedRunner | undefined>;
  async #connect(open: () => Promise<RunnerClient | undefined>): Promise<AttachedRunner | undefined> {
    if (this.#attached) return this.#attached;
    this.#door.assertOpen();
    const before = this.#events.presence;
    this.#events.tell({ kind: "connecting" });
    try {
      const client = await open();
      if (client) return this.#adopt(client);
      this.#events.tell(withoutRunner(before));
      return undefined;
    } catch (error) {
      this.#events.tell(isRefusal(error) ? withoutRunner(before) : presenceAfter(error, before));
      throw error;
    } finally {
      if (!this.#attached) this.#lookout.start();
    }
  }

  /** The same unasked, so the presence changes only with what was found. */
  async #look(): Promise<void> {
    await this.#inTurn(async () => {
      if (this.#attached) return;
      const { presence } = this.#events;
      try {
        const client = await this.#door.find();
        if (client) this.#adopt(client);
        else if (presence.kind === "skew" || presence.kind === "unresponsive") this.#events.tell({ kind: "absent" });
      } catch (error) {
        this.#events.tell(presenceAfter(error, presence));
      }
    });
  }

  #adopt(client: RunnerClient): AttachedRunner {
    const { welcome } = client;
    const onSilence = (silence: SilentRunner | undefined): void =>
      this.#events.tell(
        silence
          ? { kind: "unresponsive", pid: welcome.pid, since: silence.since, welcome }
          : { kind: "attached", welcome },
      );
    const attached = new AttachedRunner(client, { times: this.#times.heartbeat, onSilence });
    this.#attached = attached;
    this.#lookout.stop();
    this.#events.listen(client);
    this.#onAttached?.(client);
    this.#events.tell({ kind: "attached", welcome });
    void this.#feeds.attach(attached);
    void client.closed.then(() => this.#lost(attached));
    return attached;
  }

  /** The runner ended, or was ended by somebody else. */
  #lost(attached: AttachedRunner): void {
    if (this.#attached !== attached) return;
    this.#detach();
    this.#events.tell({ kind: "gone", reason: `The runner (pid ${attached.welcome.pid}) has ended.` });
    this.#lookout.start();
  }

  async #end(): Promise<void> {
    const before = this.#events.presence;
    const client = this.#detach();
    try {
      await this.#door.end(client, before.kind === "unresponsive");
      this.#events.tell({ kind: "absent" });
    } catch (error) {
      this.#events.tell(presenceAfter(error, before));
      throw error;
    } finally {
      this.#lookout.start();
    }
  }

  /** Takes leave of the connection, which the caller closes. */
  #detach(): RunnerClient | undefined {
    const attached = this.#attached;
    this.#attached = undefined;
    attached?.dispose();
    this.#feeds.detach();
    return attached?.client;
  }
}
