import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { SearchSpecInput } from "../../src/search/spec.ts";
import { type Behaviour, type LlmServerOptions, startLlmServer } from "../support/llm-server.ts";
import { storedTrajectory } from "../support/run-rows.ts";
import { kill, RunnerKit, reached, smallSearch, until } from "../support/runner-kit.ts";

const KEY = "sk-test-6f1c0d9b2e7a48531c9d";

describe("a search whose offspring an LLM writes", () => {
  it("ends with a valid best and a count of what went wrong, whatever the LLM does", async (t) => {
    const { client, spec } = await withLlm(t, {
      behaviours: [
        "server-error",
        "rate-limit-briefly",
        "prose",
        "wrong-length",
        "not-a-number",
        "cut-stream",
        "hang",
        "wrong-mean",
        "duplicates",
        "broken-events",
        "endless",
        "good",
      ],
    });
    const { id } = await client.request("search/start", { spec });
    const { summary, bestRates, shape } = await reached(client, id, "finished", "failed");
    assert.equal(summary.state, "finished", summary.status);
    const mean = (bestRates ?? []).reduce((sum, { mlp }) => sum + mlp / shape.layers.length, 0);
    // Rates have five decimals.
    assert.ok(Math.abs(mean - 0.4) < 1e-5, String(mean));
    t.diagnostic(JSON.stringify(summary.llm));
    for (const fault of ["http-500", "http-429", "timeout"]) assert.ok(summary.llm.faults[fault], fault);
    assert.ok(Object.keys(summary.llm.faults).length >= 4);
  });

  it("can be replayed without the endpoint, to the same trajectory", async (t) => {
    const { kit, client, spec, server } = await withLlm(t, { behaviours: ["good", "wrong-length"] });
    const { id } = await client.request("search/start", { spec });
    await reached(client, id, "finished");
    await server.close();
    const replay = await client.request("search/start", { spec: { ...spec, llm: { provider: "replay", search: id } } });
    await reached(client, replay.id, "finished");
    assert.deepEqual(storedTrajectory(kit.dataFolder, replay.id), storedTrajectory(kit.dataFolder, id));
  });

  it("resumes when it was killed in the middle of an answer that will not come again", async (t) => {
    const behaviours = ["hang-mid-stream", ...Array<Behaviour>(20).fill("wrong-mean")] as const;
    const { kit, client, spec: hasty, server } = await withLlm(t, { behaviours });
    const spec = { ...hasty, llm: { ...hasty.llm, timeout: 60 } };
    const { id } = await client.request("search/start", { spec });
    await until("the first vectors were scored", async () => {
      const { summary } = await client.request("search/get", { id });
      return summary.evaluations > 0 || undefined;
    });
    kill(client.welcome.pid);
    await client.closed;
    assert.equal(server.requests.length, 1, "the answer was still under way");
    const next = await kit.connect();
    await next.request("search/resume", { id });
    const { summary } = await reached(next, id, "finished", "failed");
    assert.equal(summary.state, "finished", summary.status);
  });

  it("keeps its key out of files, processes, answers and errors", async (t) => {
    // The endpoint quotes the key that it refuses.
    const { kit, client, spec } = await withLlm(t, { key: `${KEY}-other` });
    const answers: string[] = [];
    client.onNotification("search/changed", (change) => answers.push(JSON.stringify(change)));
    client.onNotification("search/events", (batch) => answers.push(JSON.stringify(batch)));
    const { id } = await client.request("search/start", { spec, apiKey: KEY });
    await client.request("search/subscribe", { id, after: 0 });
    const processes = await processList();
    assert.ok(processes.length > 0 || process.platform !== "linux");
    await reached(client, id, "running", "finished");
    processes.push(...(await processList()));
    const detail = await reached(client, id, "finished", "failed");
    assert.ok(detail.summary.llm.faults["http-401"], "the key was used");
    assert.equal(detail.summary.llm.accepted, 0);
    answers.push(JSON.stringify(detail), JSON.stringify(await client.request("search/list", {})));
    for (const text of [...answers, ...processes]) assert.ok(!text.includes(KEY));
    for (const name of await readdir(kit.dataFolder)) {
      if (name.endsWith(".sock")) continue;
      assert.ok(!(await readFile(join(kit.dataFolder, name))).includes(KEY), name);
    }
  });

  it("waits for its key when it is resumed without one", async (t) => {
    const { kit, client, spec } = await withLlm(t, { key: KEY, behaviours: ["slow"] });
    const { id } = await client.request("search/start", { spec, apiKey: KEY });
    await reached(client, id, "running");
    kill(client.welcome.pid);
    await client.closed;
    const next = await kit.connect();
    const waiting = await next.request("search/resume", { id });
    assert.equal(waiting.state, "paused");
    assert.match(waiting.status, /API key/);
    await sleep(200);
    assert.equal((await next.request("search/get", { id })).summary.state, "paused");
    await next.request("search/resume", { id, apiKey: KEY });
    const { summary } = await reached(next, id, "finished", "failed");
    assert.deepEqual([summary.state, summary.llm.faults["http-401"]], ["finished", undefined]);
  });
});

async function withLlm(t: Parameters<typeof RunnerKit.create>[0], options: LlmServerOptions) {
  const server = await startLlmServer(options);
  t.after(() => server.close());
  const kit = await RunnerKit.create(t);
  const client = await kit.connect();
  const llm: SearchSpecInput["llm"] = { provider: "openai", model: "tester", baseUrl: server.url, timeout: 1.5 };
  return { server, kit, client, spec: smallSearch({ llm }) };
}

/** Command lines and environments of all processes that this user may look at; empty where there is no /proc. */
async function processList(): Promise<string[]> {
  const names = await readdir("/proc").catch(() => []);
  const files = names
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => [`/proc/${pid}/cmdline`, `/proc/${pid}/environ`]);
  return Promise.all(files.map((file) => readFile(file, "latin1").catch(() => "")));
}
