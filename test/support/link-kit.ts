import { resolve } from "node:path";
import type { TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { ClientLink, type LinkOptions } from "../../src/extension/runner/client-link.ts";
import type { RunnerLaunch } from "../../src/extension/runner/launch.ts";
import type { Presence } from "../../src/extension/runner/link.ts";
import { PATIENCE } from "./patience.ts";
import { RunnerKit } from "./runner-kit.ts";

/** The runner from its source, as the tests run it. */
export const sourceLaunch: RunnerLaunch = {
  program: resolve(import.meta.dirname, "../../src/runner/main.ts"),
  execPath: process.execPath,
  environment: {},
  cleanUp: async () => undefined,
};

/** Links of windows to the runner of a data folder of their own. */
export class LinkKit {
  readonly runners: RunnerKit;
  /** How often a runner was about to be started. */
  launches = 0;
  readonly #t: TestContext;

  private constructor(t: TestContext, runners: RunnerKit) {
    this.#t = t;
    this.runners = runners;
  }

  static async create(t: TestContext): Promise<LinkKit> {
    return new LinkKit(t, await RunnerKit.create(t));
  }

  /** A window's link, disposed of after the test. */
  link(changes: Partial<LinkOptions> = {}): ClientLink {
    const link = new ClientLink({
      dataFolder: this.runners.dataFolder,
      client: "test",
      launch: async () => {
        this.launches++;
        return sourceLaunch;
      },
      times: { heartbeat: { interval: 60_000, limit: 60_000 }, lookout: [20, 50] },
      ...changes,
    });
    link.onPresence((presence) => {
      if (presence.kind === "attached") this.runners.track(presence.welcome.pid);
    });
    this.#t.after(() => link.dispose());
    return link;
  }
}

/** Waits until a link's presence is of a kind. @returns that presence */
export async function untilPresence<K extends Presence["kind"]>(
  link: ClientLink,
  kind: K,
): Promise<Extract<Presence, { kind: K }>> {
  // As it was then: by the time that is heard of, it may be another one.
  const reached = Promise.withResolvers<Presence>();
  const look = (): void => {
    if (link.presence.kind === kind) reached.resolve(link.presence);
  };
  const registration = link.onPresence(look);
  look();
  try {
    const late = sleep(PATIENCE, undefined, { ref: false });
    const presence = await Promise.race([reached.promise, late]);
    if (presence) return presence as Extract<Presence, { kind: K }>;
    throw new Error(`waited in vain until the runner is ${kind}: it is ${JSON.stringify(link.presence)}`);
  } finally {
    registration.dispose();
  }
}
