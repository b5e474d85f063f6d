import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UserError } from "../../../../src/base/errors.ts";
import { type Disposable, Emitter } from "../../../../src/extension/emitter.ts";
import { PanelFeed } from "../../../../src/extension/panel/panel-feed.ts";
import type { Presence, RunnerLink, SearchWatcher } from "../../../../src/extension/runner/link.ts";
import type { DeviceUse, NotificationMap, SearchState, SearchSummary } from "../../../../src/protocol/runner.ts";
import { RUNNER_ENDED } from "../../../../src/protocol/text/runner-ended.ts";
import type { HostMessage } from "../../../../src/protocol/webview.ts";
import { ATTACHED, GONE } from "../../../support/searches-kit.ts";
import { settle } from "../../../support/settle.ts";

/** A link whose answers the test gives. */
class FakeLink implements Pick<RunnerLink, "presence" | "onPresence" | "onSearchChanged" | "onTelemetry"> {
  readonly presence: Presence = { kind: "connecting" };
  readonly presences = new Emitter<Presence>();
  readonly changes = new Emitter<NotificationMap["search/changed"]>();
  readonly telemetry = new Emitter<readonly DeviceUse[]>();
  readonly onPresence = this.presences.event;
  readonly onSearchChanged = this.changes.event;
  readonly onTelemetry = this.telemetry.event;
  readonly asked: string[] = [];
  readonly watchers = new Map<string, { after: number; watcher: SearchWatcher }>();
  /** Sequence number of the next snapshot. */
  sequence = 5;
  state: SearchState | undefined;
  failure: Error | undefined;
  /** Holds answers back until it resolves. */
  gate = Promise.resolve();

  async request(name: string, params: { id: string }): Promise<unknown> {
    this.asked.push(`${name} ${params.id}`);
    await this.gate;
    if (this.failure) throw this.failure;
    return { detail: { sequence: this.sequence, summary: { id: params.id, state: this.state } } };
  }

  async watch(search: string, after: number, watcher: SearchWatcher): Promise<Disposable> {
    this.watchers.set(search, { after, watcher });
    return { dispose: () => this.watchers.delete(search) };
  }
}

function feedOf(link: FakeLink): { feed: PanelFeed; posted: HostMessage[]; types: () => string[] } {
  const posted: HostMessage[] = [];
  // The fake answers with the part of a snapshot that the feed looks at.
  const feed = new PanelFeed(link as unknown as RunnerLink, (message) => posted.push(message));
  return { feed, posted, types: () => posted.map(({ type }) => type) };
}

const batch = (from: number) =>
  ({ id: "a", from, events: [], summary: {} }) as unknown as NotificationMap["search/events"];

describe("PanelFeed", () => {
  it("sends how the runner is, a snapshot of each search, then the events after it", async () => {
    const link = new FakeLink();
    const { feed, posted, types } = feedOf(link);
    await feed.begin(["a", "b"], 640);
    assert.deepEqual(types(), ["presence", "snapshot", "snapshot"]);
    assert.equal(link.watchers.get("a")?.after, 5);
    link.watchers.get("a")?.watcher.events(batch(5));
    assert.deepEqual(posted.at(-1), { type: "events", ...batch(5) });
  });

  it("says that the end of the runner interrupted what ran, whichever of its last words have come", async () => {
    const link = new FakeLink();
    const { feed, posted } = feedOf(link);
    link.state = "running";
    await feed.begin(["a"], 640);
    const summaries = () => posted.flatMap((message) => (message.type === "summary" ? [message.summary] : []));
    link.presences.fire(GONE);
    assert.deepEqual(
      summaries().map(({ id, state, status }) => ({ id, state, status })),
      [{ id: "a", state: "interrupted", status: RUNNER_ENDED }],
    );
    link.presences.fire({ kind: "absent" });
    assert.equal(summaries().length, 1, "once");
    const ran = { id: "a", state: "running" } as SearchSummary;
    link.watchers.get("a")?.watcher.events({ ...batch(5), summary: ran });
    link.changes.fire({ summary: { ...ran, state: "stopped" } });
    link.presences.fire(GONE);
    assert.equal(summaries().at(-1)?.state, "stopped");
  });

  it("begins anew with a snapshot when the runner came back", async () => {
    const link = new FakeLink();
    const { feed, types } = feedOf(link);
    await feed.begin(["a"], 640);
    link.sequence = 9;
    const old = link.watchers.get("a")?.watcher;
    old?.reattached();
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(types(), ["presence", "snapshot", "snapshot"]);
    assert.equal(link.watchers.get("a")?.after, 9);
    old?.events(batch(9));
    assert.equal(types().includes("events"), false, "the replaced watch is deaf");
  });

  it("ends its watches while nobody looks, also one that is being set up", async () => {
    const link = new FakeLink();
    const { feed, types } = feedOf(link);
    await feed.begin(["a"], 640);
    feed.sleep();
    assert.equal(link.watchers.size, 0);
    const gate = Promise.withResolvers<void>();
    link.gate = gate.promise;
    const begun = feed.begin(["a"], 640);
    feed.sleep();
    gate.resolve();
    await begun;
    assert.equal(link.watchers.size, 0);
    assert.deepEqual(types(), ["presence", "snapshot", "presence"]);
  });

  it("says why a search cannot be shown", async () => {
    const link = new FakeLink();
    link.failure = new UserError("workspace-untrusted", "Not here.", "Trust it.");
    const { feed, posted } = feedOf(link);
    await feed.begin(["a"], 640);
    assert.deepEqual(posted.at(-1), { type: "missing", id: "a", text: "Not here. Trust it." });
  });

  it("says of a search that is gone that it was deleted, not how to list searches in a terminal", async () => {
    const link = new FakeLink();
    link.failure = new UserError("search-missing", "There is no search a.", "`self-pruner runs` lists the searches.");
    const { feed, posted } = feedOf(link);
    await feed.begin(["a"], 640);
    assert.deepEqual(posted.at(-1), { type: "missing", id: "a", text: "This search was deleted." });
  });

  it("reads again what could not be read, once a runner is attached or somebody says that it can", async () => {
    const link = new FakeLink();
    const { feed, types } = feedOf(link);
    await feed.begin(["a"], 640);
    link.failure = new UserError("runner-gone", "The runner has ended.");
    await feed.resync("a", 640);
    feed.retry();
    await settle();
    assert.deepEqual(types().slice(-2), ["missing", "missing"]);
    link.failure = undefined;
    link.presences.fire({ kind: "connecting" });
    link.presences.fire(ATTACHED);
    await settle();
    assert.deepEqual(types().slice(-3), ["presence", "presence", "snapshot"]);
    const before = link.asked.length;
    link.presences.fire(ATTACHED);
    await settle();
    assert.equal(link.asked.length, before, "what was read is not read again");
  });

  it("tells a state that no event tells, and a search that was deleted", async () => {
    const link = new FakeLink();
    const { feed, posted } = feedOf(link);
    await feed.begin(["a"], 640);
    const paused = { id: "a", state: "paused" } as never;
    link.changes.fire({ summary: paused });
    assert.deepEqual(posted.at(-1), { type: "summary", summary: paused });
    const before = posted.length;
    link.changes.fire({ summary: { id: "other" } as never });
    link.changes.fire({ id: "other", deleted: true });
    assert.equal(posted.length, before, "the searches of other panels are none of its business");
    link.changes.fire({ id: "a", deleted: true });
    assert.equal(posted.at(-1)?.type, "missing");
    assert.equal(link.watchers.size, 0);
  });

  it("answers with the reason when a candidate or a call cannot be had", async () => {
    const link = new FakeLink();
    const { feed, types } = feedOf(link);
    await feed.sendCandidate({ search: "a", candidate: 3 });
    await feed.sendCall("a", 1);
    link.failure = new UserError("call-missing", "There is no call 1.");
    await feed.sendCall("a", 1);
    assert.deepEqual(types(), ["candidate", "call", "failed"]);
  });

  it("says nothing more once it is disposed of", () => {
    const link = new FakeLink();
    const { feed, posted } = feedOf(link);
    feed.dispose();
    link.presences.fire({ kind: "absent" });
    link.telemetry.fire([]);
    assert.deepEqual(posted, []);
  });
});
