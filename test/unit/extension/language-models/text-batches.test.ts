import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import fc from "fast-check";
import { TextBatches } from "../../../../src/extension/language-models/text-batches.ts";
import { settle } from "../../../support/settle.ts";

const PAUSE = 50;

function setUp(t: TestContext) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const sent: string[] = [];
  const batches = new TextBatches(async (text) => void sent.push(text), PAUSE);
  return { sent, batches };
}

describe("text in batches", () => {
  it("collects small pieces until the pause is over", async (t) => {
    const { sent, batches } = setUp(t);
    batches.add("[0.1,");
    batches.add(" 0.2");
    t.mock.timers.tick(PAUSE - 1);
    await settle();
    assert.deepEqual(sent, []);
    t.mock.timers.tick(1);
    await settle();
    assert.deepEqual(sent, ["[0.1, 0.2"]);
    batches.add("]");
    t.mock.timers.tick(PAUSE);
    await settle();
    assert.deepEqual(sent, ["[0.1, 0.2", "]"]);
  });

  it("sends what is left at the end, and nothing when nothing is left", async (t) => {
    const { sent, batches } = setUp(t);
    batches.add("rest");
    await batches.end();
    assert.deepEqual(sent, ["rest"]);
    await batches.end();
    t.mock.timers.tick(10 * PAUSE);
    await settle();
    assert.deepEqual(sent, ["rest"]);
  });

  it("waits at the end for batches that are under way, in order", async () => {
    const sent: string[] = [];
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const batches = new TextBatches(async (text) => {
      await gates[sent.push(text) - 1]?.promise;
    }, 0);
    batches.add("a".repeat(150_000));
    const ended = batches.end().then(() => "ended");
    await settle();
    assert.equal(sent.length, 1, "the second batch waits for the first");
    gates[0]?.resolve();
    await settle();
    assert.equal(sent.length, 2);
    assert.equal(await Promise.race([ended, settle()]), undefined);
    gates[1]?.resolve();
    assert.equal(await ended, "ended");
  });

  it("loses and reorders nothing, and sends nothing that a runner would refuse", async () => {
    const run = fc.tuple(fc.constantFrom("a", "b", "c"), fc.nat({ max: 150_000 }));
    await fc.assert(
      fc.asyncProperty(fc.array(run, { maxLength: 8 }), async (runs) => {
        const pieces = runs.map(([letter, length]) => letter.repeat(length));
        const sent: string[] = [];
        const batches = new TextBatches(async (text) => void sent.push(text), 1);
        for (const piece of pieces) batches.add(piece);
        await batches.end();
        assert.ok(sent.join("") === pieces.join(""), "other text than was added");
        assert.ok(sent.every(({ length }) => length > 0 && length <= 1_000_000));
      }),
      { numRuns: 30 },
    );
  });
});
