import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { Lookout } from "../../../../src/extension/runner/lookout.ts";
import { settle } from "../../../support/settle.ts";

const pauses = [10, 20, 50];

/** A lookout whose looks end by hand. */
function setUp(t: TestContext) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const looks: PromiseWithResolvers<void>[] = [];
  const lookout = new Lookout(() => {
    const look = Promise.withResolvers<void>();
    looks.push(look);
    return look.promise;
  }, pauses);
  const elapse = async (milliseconds: number): Promise<void> => {
    t.mock.timers.tick(milliseconds);
    await settle();
  };
  const end = async (): Promise<void> => {
    looks.at(-1)?.resolve();
    await settle();
  };
  return { lookout, looks, elapse, end };
}

describe("a lookout", () => {
  it("looks ever more rarely, each pause from the end of the look before, and the last one for good", async (t) => {
    const { lookout, looks, elapse, end } = setUp(t);
    lookout.start();
    for (const [index, pause] of [10, 20, 50, 50, 50].entries()) {
      await elapse(pause - 1);
      assert.equal(looks.length, index, `look ${index + 1} comes too soon`);
      await elapse(1);
      assert.equal(looks.length, index + 1);
      await elapse(1000);
      assert.equal(looks.length, index + 1, "a look is under way");
      await end();
    }
  });

  it("goes on as it is when it is begun again", async (t) => {
    const { lookout, looks, elapse, end } = setUp(t);
    lookout.start();
    await elapse(10);
    await end();
    lookout.start();
    await elapse(19);
    lookout.start();
    await elapse(1);
    assert.equal(looks.length, 2);
  });

  it("looks no more once stopped, and soon again once begun anew", async (t) => {
    const { lookout, looks, elapse, end } = setUp(t);
    lookout.start();
    await elapse(10);
    await end();
    lookout.stop();
    await elapse(1000);
    assert.equal(looks.length, 1);
    lookout.start();
    await elapse(10);
    assert.equal(looks.length, 2);
  });

  it("looks no more once closed, whoever begins it", async (t) => {
    const { lookout, looks, elapse } = setUp(t);
    lookout.start();
    lookout.close();
    lookout.start();
    await elapse(1000);
    assert.equal(looks.length, 0);
  });

  it("looks once at a time when it was stopped and begun during a look", async (t) => {
    const { lookout, looks, elapse } = setUp(t);
    lookout.start();
    await elapse(10);
    lookout.stop();
    looks[0]?.resolve();
    lookout.start();
    await settle();
    await elapse(10);
    assert.equal(looks.length, 2);
    await elapse(1000);
    assert.equal(looks.length, 2, "a second row of looks would have looked");
  });

  it("ends when it is stopped by its own look", async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    let looks = 0;
    const lookout = new Lookout(async () => {
      looks++;
      lookout.stop();
    }, pauses);
    lookout.start();
    t.mock.timers.tick(10);
    await settle();
    t.mock.timers.tick(1000);
    assert.equal(looks, 1);
  });
});
