import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Turns } from "../../../src/runner/turns.ts";

const never = new AbortController().signal;

describe("Turns", () => {
  it("takes one after another, also after a failure", async () => {
    const turns = new Turns();
    const done: string[] = [];
    const first = turns.take(async () => {
      await Promise.resolve();
      done.push("first");
      throw new Error("failed");
    }, never);
    const second = turns.take(async () => done.push("second"), never);
    await assert.rejects(first, /failed/);
    assert.equal(await second, 2);
    assert.deepEqual(done, ["first", "second"]);
  });

  it("lets who waits go at once, and never does that work", async () => {
    const turns = new Turns();
    const busy = Promise.withResolvers<string>();
    const first = turns.take(() => busy.promise, never);
    const abort = new AbortController();
    let begun = 0;
    const waiting = turns.take(async () => ++begun, abort.signal);
    abort.abort(new Error("cancelled"));
    await assert.rejects(waiting, /cancelled/);
    await assert.rejects(
      turns.take(async () => ++begun, abort.signal),
      /cancelled/,
    );
    busy.resolve("done");
    assert.equal(await first, "done");
    assert.equal(await turns.take(async () => begun, never), 0);
  });

  it("leaves work that has begun to end by itself", async () => {
    const turns = new Turns();
    const abort = new AbortController();
    const running = turns.take(async () => {
      abort.abort(new Error("cancelled"));
      await Promise.resolve();
      return "flushed";
    }, abort.signal);
    assert.equal(await running, "flushed");
  });
});
