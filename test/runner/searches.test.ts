import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { RunnerClient } from "../../src/protocol/client/runner-client.ts";
import type { NotificationMap } from "../../src/protocol/runner.ts";
import { RUNNER_ENDED } from "../../src/protocol/text/runner-ended.ts";
import { storedTrajectory } from "../support/run-rows.ts";
import {
  endlessSearch,
  kill,
  RunnerKit,
  reached,
  sampleModel,
  sampleText,
  smallSearch,
  until,
} from "../support/runner-kit.ts";

describe("a search", () => {
  it("runs to its end and leaves a report with protocols", async (t) => {
    const kit = await RunnerKit.create(t);
    const client = await kit.connect();
    const { id } = await client.request("search/start", { spec: smallSearch() });
    const { summary, report, bestRates, sequence } = await reached(client, id, "finished", "failed");
    assert.equal(summary.state, "finished", summary.status);
    assert.equal(summary.evaluations, 24);
    assert.equal(summary.endReason, "complete");
    assert.ok((summary.denseFitness ?? 0) < (summary.bestFitness ?? 0));
    assert.ok((summary.bestFitness ?? 0) <= (summary.uniformFitness ?? 0), "uniform rates are where a search begins");
    assert.equal(bestRates?.length, 5);
    assert.equal(report?.test?.best.card.split, "test");
    assert.equal(report?.test?.best.card.targets, 4 * 63);
    assert.equal(report?.validation?.dense.card.importance, undefined);
    assert.ok(sequence > 24);
    const snapshot = await client.request("search/snapshot", { id, width: 1000, rows: 50 });
    assert.equal(snapshot.points.length, 24);
    assert.equal(snapshot.best.at(-1)?.fitness, summary.bestFitness);
  });

  it("tells two clients the same, and one that comes late or lost something what it missed", async (t) => {
    const kit = await RunnerKit.create(t);
    const [early, late] = [await kit.connect(), await kit.connect()];
    const { id } = await early.request("search/start", { spec: smallSearch() });
    const heard = listen(early, id);
    await early.request("search/subscribe", { id, after: 0 });
    const { sequence } = await reached(late, id, "finished");
    await until("all events are there", () => (heard.events.length === sequence ? true : undefined));
    assert.deepEqual(
      heard.events.map((event) => event.sequence),
      Array.from({ length: sequence }, (_, index) => index + 1),
    );

    const replayed = listen(late, id);
    await late.request("search/subscribe", { id, after: 0 });
    await until("all events came again", () => (replayed.events.length === sequence ? true : undefined));
    assert.deepEqual(replayed.events, heard.events);

    const rest = listen(late, id);
    await late.request("search/subscribe", { id, after: sequence - 3 });
    await until("the gap is filled", () => (rest.events.length === 3 ? true : undefined));
    assert.equal(rest.batches[0]?.from, sequence - 3);
  });

  it("sends at most four batches a second", async (t) => {
    const kit = await RunnerKit.create(t);
    const client = await kit.connect();
    const { id } = await client.request("search/start", { spec: endlessSearch() });
    await reached(client, id, "running");
    const heard = listen(client, id);
    const asked = performance.now();
    await client.request("search/subscribe", { id, after: 0 });
    const { length } = await until("some have come", () => (heard.batches.length >= 6 ? heard.batches : undefined));
    const seconds = (performance.now() - asked) / 1000;
    // The first comes at once.
    assert.ok(length <= 1 + 4 * seconds, `${length} batches in ${seconds} s`);
    await client.request("search/stop", { id });
  });

  it("does nothing while it is paused, and goes on where it was", async (t) => {
    const kit = await RunnerKit.create(t);
    const client = await kit.connect();
    const { id } = await client.request("search/start", { spec: endlessSearch() });
    await until("some were evaluated", async () => ((await evaluations(client, id)) > 6 ? true : undefined));
    assert.equal((await client.request("search/pause", { id })).state, "paused");
    const paused = await evaluations(client, id);
    await sleep(1000);
    // The evaluation under way ends, and then nothing more does.
    const ended = await evaluations(client, id);
    assert.ok(ended - paused <= 1, `${ended - paused} evaluations while it was paused`);
    assert.equal((await client.request("search/resume", { id })).state, "running");
    await until("it went on", async () => ((await evaluations(client, id)) > ended + 1 ? true : undefined));
    await client.request("search/stop", { id });
    const { summary, bestRates } = await reached(client, id, "stopped");
    assert.ok(bestRates, "its best so far is there");
    assert.equal(summary.endReason, undefined);
  });

  it("goes on after a stop, to the same end", async (t) => {
    const kit = await RunnerKit.create(t);
    const client = await kit.connect();
    const spec = smallSearch({ windows: { calibration: 4, search: 100, validation: 4, test: 4 } });
    const { id } = await client.request("search/start", { spec });
    await until("some were evaluated", async () => ((await evaluations(client, id)) > 0 ? true : undefined));
    await client.request("search/stop", { id });
    const stopped = await reached(client, id, "stopped", "finished");
    assert.equal(stopped.summary.state, "stopped");
    assert.equal(stopped.report, undefined, "the test text is for the end");
    await client.request("search/resume", { id });
    const other = await client.request("search/start", { spec });
    await reached(client, other.id, "finished");
    await reached(client, id, "finished");
    assert.deepEqual(storedTrajectory(kit.dataFolder, id), storedTrajectory(kit.dataFolder, other.id));
    await assert.rejects(client.request("search/resume", { id }), { code: "search-finished" });
  });

  it("waits for its device, which a paused one gives away", async (t) => {
    const kit = await RunnerKit.create(t);
    const client = await kit.connect();
    const first = await client.request("search/start", { spec: endlessSearch() });
    await reached(client, first.id, "running");
    const second = await client.request("search/start", { spec: smallSearch() });
    const third = await client.request("search/start", { spec: smallSearch() });
    await sleep(200);
    assert.equal((await client.request("search/get", { id: second.id })).summary.state, "queued");
    assert.equal((await client.request("search/stop", { id: third.id })).state, "stopped");
    assert.equal((await client.request("search/pause", { id: first.id })).state, "paused");
    assert.equal((await client.request("search/resume", { id: first.id })).state, "queued", "behind the second");
    await reached(client, second.id, "finished");
    await reached(client, first.id, "running");
  });

  it("is gone when it is deleted, running or not", async (t) => {
    const kit = await RunnerKit.create(t);
    const client = await kit.connect();
    const deleted: string[] = [];
    client.onNotification("search/changed", (change) => {
      if ("deleted" in change) deleted.push(change.id);
    });
    const { id } = await client.request("search/start", { spec: endlessSearch() });
    await reached(client, id, "running");
    await client.request("search/delete", { id });
    assert.deepEqual(await client.request("search/list", {}), { searches: [] });
    await assert.rejects(client.request("search/get", { id }), { code: "search-missing" });
    await until("it was told", () => (deleted.includes(id) ? true : undefined));
    assert.deepEqual(storedTrajectory(kit.dataFolder, id), []);
  });

  it("is interrupted by a shutdown or a kill, and says so", async (t) => {
    const kit = await RunnerKit.create(t);
    const client = await kit.connect();
    const { id } = await client.request("search/start", { spec: endlessSearch() });
    await reached(client, id, "running");
    await client.request("shutdown", {});
    await client.closed;
    const second = await kit.connect();
    const { summary } = await second.request("search/get", { id });
    assert.equal(summary.state, "interrupted");
    await second.request("search/resume", { id });
    await reached(second, id, "running");
    kill(second.welcome.pid);
    await second.closed;
    const third = await kit.connect();
    assert.equal((await third.request("search/get", { id })).summary.state, "interrupted");
    assert.equal((await third.request("search/stop", { id })).state, "stopped");
  });

  it("leaves no engine behind when its runner is killed", { skip: process.platform !== "linux" }, async (t) => {
    const kit = await RunnerKit.create(t);
    const client = await kit.connect();
    const { id } = await client.request("search/start", { spec: endlessSearch() });
    await reached(client, id, "running");
    const { pid } = client.welcome;
    const children = (await readFile(`/proc/${pid}/task/${pid}/children`, "utf8")).split(" ").filter(Boolean);
    assert.ok(children.length > 0);
    kill(pid);
    await until("all engines are gone", () => children.every((child) => !existsSync(`/proc/${child}`)) || undefined);
  });

  it("is flushed when its runner is told to end by a signal", { skip: process.platform === "win32" }, async (t) => {
    const kit = await RunnerKit.create(t);
    const client = await kit.connect();
    const { id } = await client.request("search/start", { spec: endlessSearch() });
    await until("some were evaluated", async () => ((await evaluations(client, id)) > 0 ? true : undefined));
    process.kill(client.welcome.pid, "SIGTERM");
    await client.closed;
    const next = await kit.connect();
    const { summary } = await next.request("search/get", { id });
    assert.deepEqual([summary.state, summary.status], ["interrupted", RUNNER_ENDED]);
  });

  it("is refused at once where its specification cannot run", async (t) => {
    const kit = await RunnerKit.create(t);
    const client = await kit.connect();
    const start = (changes: Parameters<typeof smallSearch>[0]) =>
      client.request("search/start", { spec: smallSearch(changes) });
    await assert.rejects(start({ model: "/nowhere" }), { code: "model-missing" });
    await assert.rejects(start({ method: "guess" }), { code: "unknown-method" });
    await assert.rejects(start({ importance: "guess" }), { code: "importance-unknown" });
    await assert.rejects(start({ target: 1.5 }), { code: "invalid-params", message: /target/ });
    await assert.rejects(start({ llm: { provider: "openai", model: "m" } }), { code: "api-key-missing" });
    await assert.rejects(start({ llm: { provider: "replay", search: "gone" } }), { code: "search-missing" });
    assert.deepEqual(await client.request("search/list", {}), { searches: [] });
  });
});

describe("an evaluation by hand", () => {
  const dense = Array.from({ length: 5 }, () => ({ attention: 0, mlp: 0 }));
  const params = {
    model: sampleModel,
    rates: dense,
    target: undefined,
    text: sampleText("test"),
    calibration: undefined,
    calibrationWindows: 4,
    seqlen: 512,
    bos: false,
    windows: undefined,
    importance: "wanda-sp",
    scoring: "dense",
    device: "cpu",
    dtype: "fp32",
  } as const;

  it("gives the perplexity that PyTorch and transformers give, with progress", async (t) => {
    const kit = await RunnerKit.create(t);
    const client = await kit.connect();
    const done: number[] = [];
    client.onNotification("evaluate/progress", (progress) => done.push(progress.done));
    const { perplexity, card } = await client.request("evaluate", { ...params, ticket: "a" });
    // samples/README.md; both sides sum 88,914 float32 losses in another order.
    assert.ok(Math.abs(perplexity / 3.76497 - 1) < 1e-5, String(perplexity));
    assert.equal(card.targets, 88_914);
    assert.equal(done.at(-1), 174);
    assert.ok(done.length > 4);
  });

  it("keeps the end of the text for calibration when no other text is named", async (t) => {
    const kit = await RunnerKit.create(t);
    const client = await kit.connect();
    const half = dense.map(() => ({ attention: 0.5, mlp: 0.5 }));
    const { perplexity, card } = await client.request("evaluate", { ...params, rates: half, ticket: "d" });
    assert.equal(card.windows, 174 - params.calibrationWindows);
    assert.equal(card.split, `first ${card.windows} windows`);
    assert.ok(perplexity > 10, String(perplexity));
  });

  it("says what is wrong with the rates, and can be cancelled", async (t) => {
    const kit = await RunnerKit.create(t);
    const client = await kit.connect();
    const half = dense.map(() => ({ attention: 0.5, mlp: 0.5 }));
    const ask = (changes: object) => client.request("evaluate", { ...params, ticket: "b", ...changes });
    await assert.rejects(ask({ rates: half.slice(1) }), { code: "rates-length" });
    const begun = Promise.withResolvers<void>();
    client.onNotification("evaluate/progress", ({ ticket }) => ticket === "c" && begun.resolve());
    const cancelled = assert.rejects(ask({ ticket: "c" }), { code: "cancelled" });
    await begun.promise;
    // One that waits for the first does not have to wait for its end.
    const waiting = assert.rejects(ask({ ticket: "d" }), { code: "cancelled" });
    await client.request("evaluate/cancel", { ticket: "d" });
    await waiting;
    await client.request("evaluate/cancel", { ticket: "c" });
    await cancelled;
  });

  it("is given up when the runner dies", async (t) => {
    const kit = await RunnerKit.create(t);
    const client = await kit.connect();
    const begun = Promise.withResolvers<void>();
    client.onNotification("evaluate/progress", () => begun.resolve());
    const lost = assert.rejects(client.request("evaluate", { ...params, ticket: "e" }), { code: "runner-gone" });
    await begun.promise;
    kill(client.welcome.pid);
    await client.closed;
    await lost;
    await assert.rejects(client.request("ping", {}), { code: "runner-gone" });
  });
});

async function evaluations(client: RunnerClient, id: string): Promise<number> {
  return (await client.request("search/get", { id })).summary.evaluations;
}

function listen(client: RunnerClient, id: string) {
  const batches: NotificationMap["search/events"][] = [];
  client.onNotification("search/events", (batch) => {
    if (batch.id === id) batches.push(batch);
  });
  return {
    batches,
    get events() {
      return batches.flatMap((batch) => batch.events);
    },
  };
}
