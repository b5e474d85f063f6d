import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UserError } from "../../../src/base/errors.ts";
import { EngineCrashed } from "../../../src/evaluation/engine-process.ts";
import { EngineSeat, type MortalEngine } from "../../../src/evaluation/engine-seat.ts";

const never = new AbortController().signal;
const crash = () => new EngineCrashed("SIGKILL", null, "Killed\n");

/** Engines that do nothing but know whether they live. */
function mortals(): { open: () => Promise<MortalEngine>; opened: { ended: boolean }[] } {
  const opened: { ended: boolean }[] = [];
  const open = async (): Promise<MortalEngine> => {
    const engine = {
      ended: false,
      close: async () => {
        engine.ended = true;
      },
    };
    opened.push(engine);
    return engine as unknown as MortalEngine;
  };
  return { open, opened };
}

describe("the seat of an engine", () => {
  it("does one piece of work after another, in order", async () => {
    const { open, opened } = mortals();
    const seat = new EngineSeat(open);
    const log: string[] = [];
    const work = (name: string) =>
      seat.run(async () => {
        log.push(`${name} begins`);
        await new Promise(setImmediate);
        log.push(`${name} ends`);
      }, never);
    await Promise.all([work("first"), work("second")]);
    assert.deepEqual(log, ["first begins", "first ends", "second begins", "second ends"]);
    assert.equal(opened.length, 1);
  });

  it("hands over again to the engine that follows one that crashed, and only then", async () => {
    const { open, opened } = mortals();
    const seat = new EngineSeat(open);
    const windows = {};
    let given = 0;
    const work = (crashes: number) => {
      let tries = 0;
      return seat.run(async (_, handOver) => {
        await handOver("text", windows, async () => void given++);
        if (tries++ < crashes) {
          for (const engine of opened) engine.ended = true;
          throw crash();
        }
        return "done";
      }, never);
    };
    assert.equal(await work(0), "done");
    assert.equal(await work(0), "done");
    assert.equal(given, 1);
    assert.equal(await work(3), "done");
    assert.equal(given, 4);
    assert.equal(opened.length, 4);
  });

  it("gives up after three repeats and says how the engine ended", async () => {
    const { open, opened } = mortals();
    const failing = new EngineSeat(open).run(async () => {
      for (const engine of opened) engine.ended = true;
      throw crash();
    }, never);
    await assert.rejects(failing, (error) => {
      assert.ok(error instanceof UserError);
      assert.equal(error.code, "engine-crashed");
      assert.match(error.message, /signal SIGKILL 4 times \(Killed\)/);
      assert.match(error.hint ?? "", /memory/);
      return true;
    });
    assert.equal(opened.length, 4);
  });

  it("does not repeat what failed without a crash, and goes on with the same engine", async () => {
    const { open, opened } = mortals();
    const seat = new EngineSeat(open);
    let tries = 0;
    await assert.rejects(
      seat.run(async () => {
        tries++;
        throw new Error("a defect");
      }, never),
      /a defect/,
    );
    assert.equal(tries, 1);
    assert.equal(await seat.run(async () => 1, never), 1);
    assert.equal(opened.length, 1);
  });

  it("lets work that waits be aborted, and keeps the order of the rest", async () => {
    const seat = new EngineSeat(mortals().open);
    const gate = Promise.withResolvers<void>();
    const log: string[] = [];
    const first = seat.run(() => gate.promise.then(() => void log.push("first")), never);
    const controller = new AbortController();
    const second = seat.run(async () => void log.push("second"), controller.signal);
    const third = seat.run(async () => void log.push("third"), never);
    assert.equal(seat.load, 3);
    controller.abort(new Error("no more"));
    await assert.rejects(second, /no more/);
    await new Promise(setImmediate);
    assert.deepEqual(log, []);
    gate.resolve();
    await Promise.all([first, third]);
    assert.deepEqual(log, ["first", "third"]);
    assert.equal(seat.load, 0);
  });

  it("abandons everything when closed", async () => {
    const { open, opened } = mortals();
    const seat = new EngineSeat(open);
    const running = seat.run(
      (_engine, _handOver, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
      never,
    );
    const waiting = seat.run(async () => 1, never);
    const outcomes = Promise.allSettled([running, waiting]);
    await new Promise(setImmediate);
    await seat.close();
    assert.deepEqual(
      (await outcomes).map(({ status }) => status),
      ["rejected", "rejected"],
    );
    assert.deepEqual(
      opened.map(({ ended }) => ended),
      [true],
    );
    await assert.rejects(
      seat.run(async () => 1, never),
      /closed/,
    );
  });
});
