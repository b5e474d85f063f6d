import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { AttachedRunner } from "../../../../src/extension/runner/attached-runner.ts";
import { requestLimits } from "../../../../src/extension/runner/request-limits.ts";
import type { RunnerClient } from "../../../../src/protocol/client/runner-client.ts";
import type { SilentRunner } from "../../../../src/protocol/client/silent-runner.ts";
import { settle } from "../../../support/settle.ts";

const times = { interval: 1000, limit: 500 };
const limits = { ...requestLimits, "search/list": 10_000 };

/** A runner whose answers the test gives. */
function setUp(t: TestContext) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const asked: { name: string; answer: PromiseWithResolvers<unknown> }[] = [];
  const silences: (SilentRunner | undefined)[] = [];
  const client = {
    welcome: { pid: 42 },
    request: (name: string) => {
      const answer = Promise.withResolvers<unknown>();
      asked.push({ name, answer });
      return answer.promise;
    },
  };
  const runner = new AttachedRunner(client as unknown as RunnerClient, {
    times,
    limits,
    onSilence: (silence) => silences.push(silence),
  });
  t.after(() => runner.dispose());
  const answer = async (name: string, value: unknown = {}): Promise<void> => {
    asked.findLast((question) => question.name === name)?.answer.resolve(value);
    await settle();
  };
  const elapse = async (milliseconds: number): Promise<void> => {
    t.mock.timers.tick(milliseconds);
    await settle();
  };
  const fallSilent = async (): Promise<void> => {
    await elapse(times.interval);
    await elapse(times.limit);
  };
  return { runner, asked, silences, answer, elapse, fallSilent };
}

describe("a request to an attached runner", () => {
  it("is answered as the runner does", async (t) => {
    const { runner, answer } = setUp(t);
    const list = runner.request("search/list", {});
    await answer("search/list", { searches: [] });
    assert.deepEqual(await list, { searches: [] });
  });

  it("fails when the runner falls silent, and so do others until it answers again", async (t) => {
    const { runner, asked, silences, answer, fallSilent } = setUp(t);
    const list = assert.rejects(runner.request("search/list", {}), { code: "runner-silent", pid: 42 });
    await fallSilent();
    await list;
    assert.deepEqual(
      silences.map((silence) => silence?.pid),
      [42],
    );
    const before = asked.length;
    await assert.rejects(runner.request("search/get", { id: "a" }), { code: "runner-silent" });
    assert.equal(asked.length, before, "it is not asked");
    await answer("ping");
    const get = runner.request("search/get", { id: "a" });
    await answer("search/get", "detail");
    assert.equal(await get, "detail");
    assert.equal(silences.at(-1), undefined);
  });

  it("fails when its own time is over, though the runner is there", async (t) => {
    const { runner, silences, answer, elapse } = setUp(t);
    const list = assert.rejects(runner.request("search/list", {}), {
      code: "runner-slow",
      message: /within 10 seconds/,
    });
    for (let second = 0; second < 10; second++) {
      await elapse(1000);
      await answer("ping");
    }
    await list;
    assert.deepEqual(silences, []);
  });

  it("waits through a silence when it is an evaluation, which may be cancelled all the same", async (t) => {
    const { runner, asked, answer, fallSilent } = setUp(t);
    const evaluation = runner.request("evaluate", {} as never);
    await fallSilent();
    void runner.request("evaluate/cancel", { ticket: "t" });
    assert.equal(asked.at(-1)?.name, "evaluate/cancel");
    await answer("evaluate", "measured");
    assert.equal(await evaluation, "measured");
  });
});
