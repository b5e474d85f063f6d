import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { describe, it } from "node:test";
import { UserError } from "../../src/base/errors.ts";
import type { ClientLink } from "../../src/extension/runner/client-link.ts";
import type { Presence, SearchWatcher } from "../../src/extension/runner/link.ts";
import { readConnectionFile } from "../../src/protocol/connection-file.ts";
import { type NotificationMap, PROTOCOL_VERSION, type SearchSummary } from "../../src/protocol/runner.ts";
import { LinkKit, sourceLaunch, untilPresence } from "../support/link-kit.ts";
import { isRunning } from "../support/processes.ts";
import { endlessSearch, kill, type RunnerKit, smallSearch, until } from "../support/runner-kit.ts";

describe("a window's link to its runner", () => {
  it("starts none when it is only to attach", async (t) => {
    const kit = await LinkKit.create(t);
    const link = kit.link();
    const kinds = kindsOf(link);
    assert.equal(link.presence.kind, "absent");
    assert.equal(await link.attach(), false);
    assert.deepEqual(kinds, ["connecting", "absent"]);
    assert.equal(kit.launches, 0);
    assert.equal(await readConnectionFile(kit.runners.dataFolder), undefined);
  });

  it("starts one for a request, however many are asked at once", async (t) => {
    const kit = await LinkKit.create(t);
    const link = kit.link();
    const kinds = kindsOf(link);
    const answers = await Promise.all([1, 2, 3].map(() => link.request("search/list", {})));
    assert.deepEqual(answers, [{ searches: [] }, { searches: [] }, { searches: [] }]);
    assert.equal(kit.launches, 1);
    assert.deepEqual(kinds, ["connecting", "attached"]);
    const { welcome } = await untilPresence(link, "attached");
    assert.ok(isRunning(welcome.pid));
    assert.equal(welcome.node, process.versions.node);
    assert.ok(Math.abs(Date.now() - Date.parse(welcome.startedAt)) < 60_000, welcome.startedAt);
  });

  it("leads to the same runner as another window's that asks at once", async (t) => {
    const kit = await LinkKit.create(t);
    const links = [kit.link(), kit.link()];
    await Promise.all(links.map((link) => link.request("search/list", {})));
    const welcomes = await Promise.all(links.map((link) => untilPresence(link, "attached")));
    assert.equal(new Set(welcomes.map(({ welcome }) => welcome.runnerId)).size, 1);
  });

  it("finds a runner that a terminal starts", async (t) => {
    const kit = await LinkKit.create(t);
    const link = kit.link();
    assert.equal(await link.attach(), false);
    const { welcome } = await kit.runners.connect();
    assert.deepEqual((await untilPresence(link, "attached")).welcome, welcome);
    assert.equal(kit.launches, 0);
  });

  it("says why none may be started, and tries again when it is asked again", async (t) => {
    const kit = await LinkKit.create(t);
    let isTrusted = false;
    const link = kit.link({
      launch: async () => {
        if (!isTrusted) throw new UserError("workspace-untrusted", "Not here.");
        return sourceLaunch;
      },
    });
    await assert.rejects(link.request("search/list", {}), { code: "workspace-untrusted" });
    assert.deepEqual(link.presence, { kind: "absent" }, "nothing has become of a runner that may not be started");
    isTrusted = true;
    assert.deepEqual(await link.request("search/list", {}), { searches: [] });
  });

  it("says why a runner that was started has ended", async (t) => {
    const kit = await LinkKit.create(t);
    const program = resolve(import.meta.dirname, "../support/no-such-program.ts");
    const link = kit.link({ launch: async () => ({ ...sourceLaunch, program }) });
    await assert.rejects(link.request("search/list", {}), { name: "UserError", code: "runner-start" });
    assert.equal(link.presence.kind, "gone");
  });

  it("removes what earlier versions left once the runner runs", async (t) => {
    const kit = await LinkKit.create(t);
    const cleaned = Promise.withResolvers<Presence["kind"]>();
    const link: ClientLink = kit.link({
      launch: async () => ({
        ...sourceLaunch,
        cleanUp: async () => {
          cleaned.resolve(link.presence.kind);
          throw new Error("a file is still open");
        },
      }),
    });
    await link.request("search/list", {});
    await cleaned.promise;
  });
});

describe("a runner that goes away", () => {
  it("is told with a reason, replaced by the next request, and its watchers go on", async (t) => {
    const kit = await LinkKit.create(t);
    const link = kit.link();
    const { id } = await link.request("search/start", { spec: endlessSearch() });
    const watcher = new Watcher();
    await link.watch(id, 0, watcher);
    await until("some events have come", () => watcher.newest > 5 || undefined);
    const { welcome } = await untilPresence(link, "attached");
    kill(welcome.pid);
    const { reason } = await untilPresence(link, "gone");
    assert.match(reason, new RegExp(`pid ${welcome.pid}`));

    const { state } = await link.request("search/resume", { id });
    assert.ok(state === "queued" || state === "preparing", state);
    const next = await untilPresence(link, "attached");
    assert.notEqual(next.welcome.runnerId, welcome.runnerId);
    await until("the watcher was told", () => watcher.reattachments === 1 || undefined);
    const before = watcher.newest;
    await until("the search goes on", () => watcher.newest > before + 5 || undefined);
    watcher.assertWhole();
    await link.request("search/stop", { id });
  });

  it("is found again when another window starts one", async (t) => {
    const kit = await LinkKit.create(t);
    const link = kit.link();
    await link.request("search/list", {});
    const { welcome } = await untilPresence(link, "attached");
    kill(welcome.pid);
    await untilPresence(link, "gone");
    await kit.runners.connect();
    const next = await untilPresence(link, "attached");
    assert.notEqual(next.welcome.runnerId, welcome.runnerId);
    assert.equal(kit.launches, 1);
  });

  it("ends when it is asked to, and is replaced only when that is asked, too", async (t) => {
    const kit = await LinkKit.create(t);
    const link = kit.link();
    await link.request("search/list", {});
    const { welcome } = await untilPresence(link, "attached");
    const kinds = kindsOf(link);
    await link.stop({ restart: false });
    await ended(welcome.pid);
    assert.deepEqual(kinds, ["absent"]);
    await link.stop({ restart: true });
    const next = await untilPresence(link, "attached");
    assert.notEqual(next.welcome.runnerId, welcome.runnerId);
  });

  it("is left alone when no other could be started", async (t) => {
    const kit = await LinkKit.create(t);
    const first = kit.link();
    await first.request("search/list", {});
    const link = kit.link({ launch: () => Promise.reject(new UserError("node-unusable", "No Node.")) });
    assert.equal(await link.attach(), true);
    await assert.rejects(link.stop({ restart: true }), { code: "node-unusable" });
    assert.equal(link.presence.kind, "attached");
    assert.deepEqual(await link.request("search/list", {}), { searches: [] });
  });
});

describe("a runner that hangs", { skip: process.platform === "win32" }, () => {
  const times = {
    heartbeat: { interval: 50, limit: 1500 },
    lookout: [20],
    end: { answer: 300, shutdown: 300, interrupt: 300, kill: 5000 },
  };

  it("is told, and so is that it answers again", async (t) => {
    const kit = await LinkKit.create(t);
    const link = kit.link({ times });
    await link.request("search/list", {});
    const { welcome } = await untilPresence(link, "attached");
    process.kill(welcome.pid, "SIGSTOP");
    const { since, ...silent } = await untilPresence(link, "unresponsive");
    assert.deepEqual(silent, { kind: "unresponsive", pid: welcome.pid, welcome });
    assert.ok(since <= Date.now() && since >= Date.parse(welcome.startedAt), `silent since ${since}`);
    process.kill(welcome.pid, "SIGCONT");
    assert.deepEqual(await untilPresence(link, "attached"), { kind: "attached", welcome });
  });

  it("keeps nobody waiting: neither who has asked, nor who asks then", async (t) => {
    const kit = await LinkKit.create(t);
    const link = kit.link({ times });
    await link.request("search/list", {});
    const { welcome } = await untilPresence(link, "attached");
    process.kill(welcome.pid, "SIGSTOP");
    const { pid } = welcome;
    await assert.rejects(link.request("search/list", {}), { code: "runner-silent", pid });
    await assert.rejects(link.request("search/list", {}), { code: "runner-silent", pid });
    await assert.rejects(link.watch("a", 0, new Watcher()), { code: "runner-silent", pid });
    process.kill(pid, "SIGCONT");
    await untilPresence(link, "attached");
    assert.deepEqual(await link.request("search/list", {}), { searches: [] });
  });

  it("is told to a window that opens then, too, and can be replaced from there", async (t) => {
    const kit = await LinkKit.create(t);
    const client = await kit.runners.connect();
    const { pid } = client.welcome;
    process.kill(pid, "SIGSTOP");
    const link = kit.link({ times });
    await assert.rejects(link.request("search/list", {}), { code: "runner-silent", pid });
    const { since, ...presence } = await untilPresence(link, "unresponsive");
    assert.deepEqual(presence, { kind: "unresponsive", pid, welcome: undefined });
    await assert.rejects(link.attach(), { code: "runner-silent" });
    assert.equal((await untilPresence(link, "unresponsive")).since, since, "since the first question");
    assert.equal(kit.launches, 0, "none is started beside it");
    assert.ok(isRunning(pid), "it may only be busy");
    await link.stop({ restart: true });
    await ended(pid);
    assert.notEqual((await untilPresence(link, "attached")).welcome.pid, pid);
    assert.deepEqual(await link.request("search/list", {}), { searches: [] });
  });

  it("is ended all the same, and is not given the time of one that answers", async (t) => {
    const kit = await LinkKit.create(t);
    const link = kit.link({ times: { ...times, end: { ...times.end, shutdown: 600_000 } } });
    await link.request("search/list", {});
    const { welcome } = await untilPresence(link, "attached");
    process.kill(welcome.pid, "SIGSTOP");
    await untilPresence(link, "unresponsive");
    await link.stop({ restart: false });
    await ended(welcome.pid);
    assert.deepEqual(link.presence, { kind: "absent" });
  });
});

describe("a runner of another protocol", () => {
  it("is told as such, to whoever asks, and is not ended for that", async (t) => {
    const kit = await LinkKit.create(t);
    const pid = await startOther(kit.runners);
    const link = kit.link();
    await assert.rejects(link.attach(), { code: "runner-version" });
    const { kind, reason } = await untilPresence(link, "skew");
    assert.equal(kind, "skew");
    assert.match(reason, new RegExp(`pid ${pid}.*protocol ${PROTOCOL_VERSION + 1}`));
    await assert.rejects(link.request("search/list", {}), { code: "runner-version" });
    assert.equal(link.presence.kind, "skew");
    assert.ok(isRunning(pid));
  });

  it("is replaced when a person wants it", async (t) => {
    const kit = await LinkKit.create(t);
    const pid = await startOther(kit.runners);
    const link = kit.link();
    await assert.rejects(link.attach(), { code: "runner-version" });
    await link.stop({ restart: true });
    const { welcome } = await untilPresence(link, "attached");
    assert.notEqual(welcome.pid, pid);
    await ended(pid);
    assert.deepEqual(await link.request("search/list", {}), { searches: [] });
  });

  it("is no news any more once it has ended", async (t) => {
    const kit = await LinkKit.create(t);
    const pid = await startOther(kit.runners);
    const link = kit.link();
    await assert.rejects(link.attach(), { code: "runner-version" });
    kill(pid);
    await untilPresence(link, "absent");
  });
});

describe("events of a search", () => {
  it("come to every watcher of every window, whole and in order, whenever it began to watch", async (t) => {
    const kit = await LinkKit.create(t);
    const [here, there] = [kit.link(), kit.link()];
    const { id } = await here.request("search/start", { spec: smallSearch() });
    const first = new Watcher();
    await here.watch(id, 0, first);
    await until("some events have come", () => first.newest > 3 || undefined);
    const second = new Watcher();
    const third = new Watcher();
    const { dispose } = await here.watch(id, 0, second);
    await there.watch(id, 0, third);
    const all = [first, second, third];
    const { sequence } = await until("the search has finished", async () => {
      const detail = await here.request("search/get", { id });
      assert.notEqual(detail.summary.state, "failed", detail.summary.status);
      return detail.summary.state === "finished" ? detail : undefined;
    });
    await until("everyone has everything", () => all.every(({ newest }) => newest === sequence) || undefined);
    for (const watcher of all) watcher.assertWhole();
    dispose();
    const fourth = new Watcher();
    const { detail } = await here.watch(id, sequence - 2, fourth);
    assert.equal(detail.sequence, sequence);
    await until("the last events have come", () => fourth.newest === sequence || undefined);
    assert.deepEqual(fourth.sequences, [sequence - 1, sequence]);
    assert.equal(first.newest, sequence);
  });

  it("are told to the window with the change of its state", async (t) => {
    const kit = await LinkKit.create(t);
    const link = kit.link();
    const states: SearchSummary["state"][] = [];
    link.onSearchChanged((change) => {
      if ("summary" in change) states.push(change.summary.state);
    });
    await link.request("search/start", { spec: smallSearch() });
    await until("the search has finished", () => states.includes("finished") || undefined);
  });

  it("of a search that is not there are an error", async (t) => {
    const kit = await LinkKit.create(t);
    await assert.rejects(kit.link().watch("nope", 0, new Watcher()), { code: "search-missing" });
  });
});

describe("a window that closes", () => {
  it("starts no runner any more", async (t) => {
    const kit = await LinkKit.create(t);
    const prepared = Promise.withResolvers<typeof sourceLaunch>();
    const asked = Promise.withResolvers<void>();
    const link = kit.link({
      launch: () => {
        asked.resolve();
        return prepared.promise;
      },
    });
    const request = link.request("search/list", {});
    await asked.promise;
    link.dispose();
    prepared.resolve(sourceLaunch);
    await assert.rejects(request, { name: "UserError", code: "cancelled" });
    assert.equal(await readConnectionFile(kit.runners.dataFolder), undefined);
    await assert.rejects(link.request("search/list", {}), { code: "cancelled" });
    await assert.rejects(link.attach(), { code: "cancelled" });
  });

  it("takes leave of the runner that it is about to be connected to, which ends when nobody else needs it", async (t) => {
    const kit = await LinkKit.create(t);
    const link = kit.link({ idleSeconds: 0.3 });
    const kinds = kindsOf(link);
    const request = link.request("search/list", {});
    const file = await until("the runner has started", () => readConnectionFile(kit.runners.dataFolder));
    kit.runners.track(file.pid);
    link.dispose();
    // It may have been connected before it was disposed of.
    await assert.rejects(request, ({ code }) => code === "cancelled" || code === "runner-gone");
    assert.ok(!kinds.includes("gone"), kinds.join());
    await ended(file.pid);
  });

  it("leaves the runner to the others", async (t) => {
    const kit = await LinkKit.create(t);
    const [closing, staying] = [kit.link(), kit.link()];
    await closing.request("search/list", {});
    assert.equal(await staying.attach(), true);
    closing.dispose();
    assert.deepEqual(await staying.request("search/list", {}), { searches: [] });
  });
});

/** The kinds of a link's presence from now on. */
function kindsOf(link: ClientLink): Presence["kind"][] {
  const kinds: Presence["kind"][] = [];
  link.onPresence(({ kind }) => kinds.push(kind));
  return kinds;
}

/** A process closes its connections a moment before it is gone. */
async function ended(pid: number): Promise<void> {
  await until(`process ${pid} has ended`, () => !isRunning(pid) || undefined);
}

/** Keeps what it is brought. */
class Watcher implements SearchWatcher {
  readonly sequences: number[] = [];
  reattachments = 0;

  get newest(): number {
    return this.sequences.at(-1) ?? 0;
  }

  events({ from, events }: NotificationMap["search/events"]): void {
    assert.equal(from + 1, events[0]?.sequence);
    this.sequences.push(...events.map(({ sequence }) => sequence));
  }

  reattached(): void {
    this.reattachments++;
  }

  /** Every event from the first to the newest, once and in order. */
  assertWhole(): void {
    assert.deepEqual(
      this.sequences,
      this.sequences.map((_, index) => index + 1),
    );
  }
}

/** Starts a runner that speaks the next version of the protocol. @returns its pid */
async function startOther(kit: RunnerKit): Promise<number> {
  const hook = new URL("../support/other-protocol.ts", import.meta.url).href;
  const { program, execPath } = sourceLaunch;
  const child = spawn(execPath, ["--import", hook, program, "--data-folder", kit.dataFolder], { stdio: "ignore" });
  const { pid, protocol } = await until("the other runner is there", () => readConnectionFile(kit.dataFolder));
  assert.equal(protocol, PROTOCOL_VERSION + 1);
  assert.equal(pid, child.pid);
  kit.track(pid);
  return pid;
}
