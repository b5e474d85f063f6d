import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { UserError } from "../../../../src/base/errors.ts";
import { Heartbeat } from "../../../../src/extension/runner/heartbeat.ts";
import { settle } from "../../../support/settle.ts";

const times = { interval: 1000, limit: 300 };

/** A heartbeat whose questions are answered by hand. */
function setUp(t: TestContext) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const questions: PromiseWithResolvers<unknown>[] = [];
  const told: (number | undefined)[] = [];
  const heartbeat = new Heartbeat(
    () => {
      const question = Promise.withResolvers<unknown>();
      questions.push(question);
      return question.promise;
    },
    times,
    (silentSince) => told.push(silentSince),
  );
  const elapse = async (milliseconds: number): Promise<void> => {
    t.mock.timers.tick(milliseconds);
    await settle();
  };
  const answer = async (): Promise<void> => {
    questions.at(-1)?.resolve({});
    await settle();
  };
  return { heartbeat, questions, told, elapse, answer };
}

/** Comes in a moment, with what this process reads then. */
function answered(): Promise<unknown> {
  return new Promise((resolve) => setTimeout(resolve, 10));
}

describe("a heartbeat", () => {
  it("asks an interval after each answer, and tells nothing as long as answers come", async (t) => {
    const { questions, told, elapse, answer } = setUp(t);
    await elapse(times.interval - 1);
    assert.equal(questions.length, 0);
    for (let beat = 1; beat <= 3; beat++) {
      await elapse(beat === 1 ? 1 : times.interval);
      assert.equal(questions.length, beat);
      await elapse(times.limit - 1);
      await answer();
    }
    assert.deepEqual(told, []);
  });

  it("tells once that an answer is late, asks nothing meanwhile, and tells when it comes after all", async (t) => {
    const { questions, told, elapse, answer } = setUp(t);
    const begun = Date.now();
    await elapse(times.interval);
    await elapse(times.limit);
    const [since = 0] = told;
    assert.ok(since <= begun && since > begun - 60_000, `silent since ${since}, begun at ${begun}`);
    await elapse(100 * times.interval);
    assert.equal(questions.length, 1);
    assert.deepEqual(told, [since]);
    await answer();
    assert.deepEqual(told, [since, undefined]);
    await elapse(times.interval);
    assert.equal(questions.length, 2);
  });

  it("takes an error for an answer: who words one is there", async (t) => {
    const { questions, told, elapse } = setUp(t);
    await elapse(times.interval);
    questions[0]?.reject(new Error("There is no request ping."));
    await settle();
    await elapse(times.interval);
    assert.equal(questions.length, 2);
    assert.deepEqual(told, []);
  });

  it("ends with the connection, whose closing others tell", async (t) => {
    const { questions, told, elapse } = setUp(t);
    await elapse(times.interval);
    questions[0]?.reject(new UserError("runner-gone", "The runner went away."));
    await settle();
    await elapse(100 * times.interval);
    assert.equal(questions.length, 1);
    assert.deepEqual(told, []);
  });

  it("does not take it for silence that this process had no time to read the answer", async () => {
    const told: unknown[] = [];
    const asked = Promise.withResolvers<void>();
    const heartbeat = new Heartbeat(
      () => {
        asked.resolve();
        return answered();
      },
      { interval: 1, limit: 40 },
      (silentSince) => told.push(silentSince),
    );
    await asked.promise;
    // As when a laptop sleeps, or another extension keeps the host busy.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    await answered();
    heartbeat.dispose();
    assert.deepEqual(told, []);
  });

  it("is silent once disposed of, before a question and during one", async (t) => {
    const resting = setUp(t);
    resting.heartbeat.dispose();
    await resting.elapse(10 * times.interval);
    assert.equal(resting.questions.length, 0);
    t.mock.timers.reset();

    const asking = setUp(t);
    await asking.elapse(times.interval);
    asking.heartbeat.dispose();
    await asking.elapse(10 * times.limit);
    await asking.answer();
    await asking.elapse(10 * times.interval);
    assert.deepEqual(asking.told, []);
    assert.equal(asking.questions.length, 1);
  });
});
