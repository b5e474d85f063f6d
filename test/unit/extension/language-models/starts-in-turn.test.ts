import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { StartsInTurn } from "../../../../src/extension/language-models/starts-in-turn.ts";

const never = new AbortController().signal;

describe("calls that a person may be asked about", () => {
  it("start one after another, whatever comes of them, and those of others at once", async () => {
    const turns = new StartsInTurn();
    const started: string[] = [];
    const first = Promise.withResolvers<string>();
    const start = (name: string, answer: Promise<string>) => () => {
      started.push(name);
      return answer;
    };
    const calls = [
      turns.take("a", start("a1", first.promise), never),
      turns.take("a", start("a2", Promise.reject(new Error("no"))), never),
      turns.take("b", start("b1", Promise.resolve("")), never),
      turns.take("a", start("a3", Promise.resolve("yes")), never),
    ] as const;
    await calls[2];
    assert.deepEqual(started, ["a1", "b1"]);
    first.resolve("well");
    assert.equal(await calls[0], "well");
    await assert.rejects(calls[1], /no/);
    assert.equal(await calls[3], "yes");
    assert.deepEqual(started, ["a1", "b1", "a2", "a3"]);
  });

  it("do not start when they were given up meanwhile", async () => {
    const turns = new StartsInTurn();
    const first = Promise.withResolvers<void>();
    const giveUp = new AbortController();
    const blocking = turns.take("a", () => first.promise, never);
    const second = turns.take("a", () => assert.fail("it was started"), giveUp.signal);
    giveUp.abort(new Error("given up"));
    first.resolve();
    await blocking;
    await assert.rejects(second, /given up/);
  });
});
