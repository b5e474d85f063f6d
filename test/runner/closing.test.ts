import assert from "node:assert/strict";
import { it } from "node:test";
import type { DeviceProbe } from "../../src/evaluation/choose-device.ts";
import type { LlmCallRecord } from "../../src/llm/journal.ts";
import { Log } from "../../src/runner/log.ts";
import { SearchManager } from "../../src/runner/search-manager.ts";
import { Secrets } from "../../src/runner/secrets.ts";
import { openRunDatabase } from "../../src/runs/run-database.ts";
import { SearchSpec } from "../../src/search/spec.ts";
import { RunnerKit, smallSearch } from "../support/runner-kit.ts";
import { storedSearch } from "../support/stored-search.ts";

/** A machine that needs no trying out. */
const cpuOnly: DeviceProbe = {
  platform: "linux/x64",
  backends: async () => [],
  hasCudaProvider: () => false,
  selfTest: () => Promise.reject(new Error("nothing to test")),
};

it("a runner that is about to end begins no search, and leaves none half begun", async (t) => {
  const { dataFolder } = await RunnerKit.create(t);
  const database = openRunDatabase<LlmCallRecord>(":memory:");
  t.after(() => database.close());
  const secrets = new Secrets();
  const nothing = () => {};
  const context = {
    database,
    secrets,
    log: new Log(dataFolder, secrets),
    editorChat: () => Promise.reject(new Error("no editor")),
    onEvent: nothing,
    onChange: nothing,
    onTokens: nothing,
  };
  const manager = new SearchManager(context, cpuOnly);
  database.searches.insert({ ...storedSearch("stopped"), state: "stopped" });
  const starting = manager.start(SearchSpec.parse(smallSearch()), undefined);
  const outcomes = Promise.allSettled([starting, manager.resume("stopped", undefined)]);
  await manager.close();
  for (const outcome of await outcomes) {
    assert.ok(outcome.status === "rejected");
    assert.equal(outcome.reason.code, "runner-closing");
  }
  assert.deepEqual(
    manager.list().map(({ id, state }) => [id, state]),
    [["stopped", "stopped"]],
  );
});
