import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { NotificationMap, NumberedEvent, SearchSummary } from "../../src/protocol/runner.ts";
import { startLlmServer } from "../support/llm-server.ts";
import { endlessSearch, kill, RunnerKit, reached, sampleText, smallSearch, until } from "../support/runner-kit.ts";

const KEY = "sk-test-0d4c7a1be95f3628";

describe("the views of a search", () => {
  it("agree with its events", async (t) => {
    const client = await (await RunnerKit.create(t)).connect();
    const { id } = await client.request("search/start", { spec: smallSearch() });
    const { sequence } = await reached(client, id, "finished");
    const events: NumberedEvent[] = [];
    client.onNotification("search/events", (batch) => events.push(...batch.events));
    await client.request("search/subscribe", { id, after: 0 });
    await until("all events are there", () => events.length === sequence || undefined);
    const snapshot = await client.request("search/snapshot", { id, width: 1000, rows: 50 });
    assert.deepEqual(snapshot.detail, await client.request("search/get", { id }));

    const told = events.map(({ event }) => event);
    const final = told.filter((event) => event.type === "evaluated" && event.final);
    assert.deepEqual(
      snapshot.points.map(({ candidate, fitness, evaluation }) => ({ candidate, fitness, evaluation })),
      final.map((event) => event.type === "evaluated" && pick(event)),
    );
    const generations = told.filter((event) => event.type === "generation");
    assert.deepEqual(
      snapshot.generations.map(({ best, bestFitness, meanFitness }) => [best, bestFitness, meanFitness]),
      generations.map(({ best, bestFitness, meanFitness }) => [best, bestFitness, meanFitness]),
    );
    assert.equal(snapshot.top.length, 24);
    assert.deepEqual(snapshot.generations.at(-1)?.rates, snapshot.top[0]?.candidate.rates);
    assert.deepEqual(snapshot.detail.bestRates, snapshot.top[0]?.candidate.rates);

    const best = await client.request("search/best", { id, limit: 3 });
    assert.deepEqual(best.candidates, snapshot.top.slice(0, 3));
    const newest = await client.request("search/generations", { id, limit: 2 });
    assert.deepEqual(newest.generations, snapshot.generations.slice(-2).reverse());
  });

  it("show a candidate among its parents and children", async (t) => {
    const client = await (await RunnerKit.create(t)).connect();
    const { id } = await client.request("search/start", { spec: smallSearch() });
    await reached(client, id, "finished");
    const look = (candidate: number) => client.request("search/candidate", { id, candidate });
    const details = await Promise.all(Array.from({ length: 24 }, (_, candidate) => look(candidate)));
    for (const { candidate, parents, children, fitness } of details) {
      assert.equal(typeof fitness, "number");
      assert.deepEqual(
        parents.map((parent) => parent.candidate.id),
        candidate.parents,
      );
      for (const child of children) assert.ok(details[child]?.candidate.parents.includes(candidate.id));
    }
    assert.ok(
      details.some(({ children }) => children.length > 0),
      "some had children",
    );
    await assert.rejects(look(24), { code: "candidate-missing" });
  });

  it("are of searches that there are", async (t) => {
    const client = await (await RunnerKit.create(t)).connect();
    const missing = { code: "search-missing" };
    const id = "nope";
    await assert.rejects(client.request("search/snapshot", { id, width: 100, rows: 10 }), missing);
    await assert.rejects(client.request("search/best", { id, limit: 1 }), missing);
    await assert.rejects(client.request("search/generations", { id, limit: 1 }), missing);
    await assert.rejects(client.request("search/candidate", { id, candidate: 0 }), missing);
    await assert.rejects(client.request("search/call", { id, ordinal: 0 }), missing);
    const tooMany = client.request("search/best", { id, limit: 1e6 });
    await assert.rejects(tooMany, { code: "invalid-params", message: /limit/ });
  });

  it("show the calls of its LLM whole and without its key", async (t) => {
    const kit = await RunnerKit.create(t);
    // The endpoint quotes the key that it refuses.
    const server = await startLlmServer({ key: `${KEY}-other` });
    t.after(() => server.close());
    const client = await kit.connect();
    const llm = { provider: "openai", model: "tester", baseUrl: server.url, timeout: 1.5 } as const;
    const { id } = await client.request("search/start", { spec: smallSearch({ llm }), apiKey: KEY });
    await reached(client, id, "finished");
    const call = await client.request("search/call", { id, ordinal: 0 });
    assert.match(call.messages.map(({ content }) => content).join("\n"), /stories260K/);
    assert.ok(call.outcome.faults["http-401"]);
    const snapshot = await client.request("search/snapshot", { id, width: 100, rows: 50 });
    assert.deepEqual(snapshot.proposals[0]?.outcome, call.outcome);
    const asked = snapshot.proposals.reduce((sum, { tally }) => sum + tally.requested, 0);
    assert.ok(asked > 0 && asked === snapshot.tally.requested);
    const candidate = await client.request("search/candidate", { id, candidate: 0 });
    assert.ok(!JSON.stringify([call, snapshot, candidate]).includes(KEY));
    await assert.rejects(client.request("search/call", { id, ordinal: 999 }), { code: "call-missing" });
  });
});

describe("the protocol card of a search", () => {
  it("is there once it has been prepared, with what its fitness is", async (t) => {
    const kit = await RunnerKit.create(t);
    const client = await kit.connect();
    const { search: _, ...own } = smallSearch().texts;
    const path = join(kit.dataFolder, "short.txt");
    await writeFile(path, (await readFile(sampleText("search").path, "utf8")).slice(0, 8000));
    const windows = { calibration: 4, search: 5000, validation: 4, test: 4 };
    const spec = smallSearch({ objective: "kl", texts: { search: { path }, ...own }, windows });
    const { id } = await client.request("search/start", { spec });
    const queued = await client.request("search/get", { id });
    assert.deepEqual([queued.card, queued.notes], [undefined, []]);
    const { card, notes } = await reached(client, id, "running", "finished");
    assert.deepEqual([card?.metric, card?.split, card?.seqlen], ["kl (top 512)", "search", 64]);
    assert.equal(card?.importance, "wanda-sp (dense, 4 windows)");
    assert.match(notes.join(), new RegExp(`search uses ${card?.windows} windows instead of 5000`));
  });
});

describe("clients that subscribed to nothing", () => {
  it("hear how a search gets on, at most four times a second", async (t) => {
    const kit = await RunnerKit.create(t);
    const [starter, watcher] = [await kit.connect(), await kit.connect()];
    const heard: SearchSummary[] = [];
    watcher.onNotification("search/changed", (change: NotificationMap["search/changed"]) => {
      if ("summary" in change) heard.push(change.summary);
    });
    const { id } = await starter.request("search/start", { spec: endlessSearch() });
    const running = () => heard.filter(({ state }) => state === "running");
    const isFurther = () => (running().at(-1)?.generation ?? 0) > (running()[0]?.generation ?? 0);
    await until("it got on while it ran", () => (running().length >= 8 && isFurther()) || undefined);
    const [first, last] = [running()[0], running().at(-1)];
    assert.ok(first && last);
    assert.ok(last.evaluations > first.evaluations);
    assert.equal(typeof last.bestFitness, "number");
    assert.equal(typeof last.eta, "number");
    // By the runner's clock: what it sends one by one may be heard in one go.
    const seconds = last.elapsed - first.elapsed;
    assert.ok(running().length <= 2 + 4 * seconds, `${running().length} in ${seconds} s`);
    await starter.request("search/stop", { id });
  });

  it("find the searches of a killed runner interrupted, and the paused ones paused", async (t) => {
    const kit = await RunnerKit.create(t);
    const client = await kit.connect();
    const paused = await client.request("search/start", { spec: endlessSearch() });
    await reached(client, paused.id, "running");
    await client.request("search/pause", { id: paused.id });
    const started = await client.request("search/start", { spec: endlessSearch() });
    const queued = await client.request("search/start", { spec: smallSearch() });
    await reached(client, started.id, "running");
    kill(client.welcome.pid);
    await client.closed;
    const { searches } = await (await kit.connect()).request("search/list", {});
    const states = new Map(searches.map(({ id, state }) => [id, state]));
    assert.deepEqual(
      [paused, started, queued].map(({ id }) => states.get(id)),
      ["paused", "interrupted", "interrupted"],
    );
    const summary = searches.find(({ id }) => id === started.id);
    assert.match(summary?.status ?? "", /end of its runner/);
  });
});

function pick({ candidate, fitness, evaluations }: { candidate: number; fitness: number; evaluations: number }) {
  return { candidate, fitness, evaluation: evaluations };
}
