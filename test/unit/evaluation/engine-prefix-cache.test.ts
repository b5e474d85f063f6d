import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Engine } from "../../../src/evaluation/engine.ts";
import type { KeptModel } from "../../../src/evaluation/kept.ts";
import { PrefixCache } from "../../../src/evaluation/prefix-cache.ts";
import { everything, openTiny, randomKept, randomWindows, unhurried, units } from "../../support/tiny-engine.ts";
import { tinyLlama } from "../../support/tiny-model.ts";

const layers = 5;
const model = { ...tinyLlama, layers, headDim: 16, dtype: "BF16" } as const;

/** Three batches of 52 windows of 40 tokens, so that a cache is used cyclically. */
const windows = randomWindows(model.vocabulary, 110, 40);

function evaluate(engine: Engine, kept: KeptModel, signal = unhurried) {
  return engine.evaluate({ text: "long", from: 0, to: windows.count, kept, objective: "perplexity" }, signal);
}

/** The dense model, then each layer left out in turn. */
function sweep(): KeptModel[] {
  const dense = everything(model);
  return [dense, ...dense.map((_, layer) => dense.map((kept, index) => (index === layer ? units([], []) : kept)))];
}

describe("the chain's prefix cache", () => {
  it("changes no bit and saves half of a leave-one-layer-out sweep", async (t) => {
    const cached = await openTiny(t, model, { cacheBytes: 10e6 });
    const plain = await openTiny(t, model);
    await cached.engine.setText("long", windows);
    await plain.engine.setText("long", windows);
    let ran = 0;
    let saved = 0;
    for (const kept of [...sweep(), randomKept(model, 0.5, 1), ...sweep()]) {
      const result = await evaluate(cached.engine, kept);
      assert.deepEqual(result.losses, (await evaluate(plain.engine, kept)).losses);
      ran += result.halfBlocks;
      saved += result.halfBlocksSaved;
    }
    assert.ok(saved >= ran, `${saved} half blocks were saved and ${ran} ran`);
  });

  it("with room for two borders per batch still saves, and still changes no bit", async (t) => {
    const stateBytes = 52 * 40 * model.hidden * 4;
    const cached = await openTiny(t, model, { cacheBytes: 3 * 2 * stateBytes });
    const plain = await openTiny(t, model);
    await cached.engine.setText("long", windows);
    await plain.engine.setText("long", windows);
    let saved = 0;
    for (const kept of sweep()) {
      const result = await evaluate(cached.engine, kept);
      assert.deepEqual(result.losses, (await evaluate(plain.engine, kept)).losses);
      saved += result.halfBlocksSaved;
    }
    assert.ok(saved > 0);
  });

  it("forgets a text that is replaced, and states made with other means", async (t) => {
    const { engine } = await openTiny(t, model, { cacheBytes: 10e6, compensated: true });
    const kept = randomKept(model, 0.5, 2);
    await engine.setText("long", windows);
    const first = await evaluate(engine, kept);
    await engine.setText("long", randomWindows(model.vocabulary, 110, 40, 8));
    const other = await evaluate(engine, kept);
    assert.equal(other.halfBlocksSaved, 0);
    assert.notDeepEqual(other.losses, first.losses);
    const means = (length: number) => new Float32Array(length).fill(0.1);
    await engine.setCompensation(
      kept.map(() => ({ attention: means(model.heads * model.headDim), mlp: means(model.neurons) })),
    );
    assert.equal((await evaluate(engine, kept)).halfBlocksSaved, 0);
  });

  it("ends within one half block of an abort, with the signal's reason", async (t) => {
    const { engine } = await openTiny(t, model);
    await engine.setText("long", windows);
    const controller = new AbortController();
    const reason = new Error("enough");
    const evaluation = evaluate(engine, everything(model), controller.signal);
    // A half block begins with a turn of the event loop: after a few turns the first batch is under way.
    let turns = 0;
    const count = (): void => {
      turns++;
      if (turns === 4) controller.abort(reason);
      if (turns < 1000) setImmediate(count);
    };
    setImmediate(count);
    await assert.rejects(evaluation, reason);
    assert.ok(turns <= 8, `it went on for ${turns} turns`);
    turns = 1000;
    assert.equal((await evaluate(engine, everything(model))).losses.length, windows.count);
  });
});

describe("PrefixCache", () => {
  const prefixes = (name: string) => ["", `${name}1`, `${name}2`, `${name}3`];

  it("keeps each batch's states apart from those of the others", () => {
    const cache = new PrefixCache<string>(60, 4);
    cache.use({ name: "text", batches: 2, stateBytes: 10 });
    for (const batch of [0, 1]) {
      for (const layer of [1, 2, 3]) cache.store(batch, "w", prefixes("a"), { layer, state: `${batch}${layer}` }, 10);
    }
    assert.deepEqual(cache.find(0, "w", prefixes("a")), { layer: 3, state: "03" });
    assert.deepEqual(cache.find(1, "w", prefixes("a")), { layer: 3, state: "13" });
    assert.equal(cache.find(0, "other windows", prefixes("a")), undefined);
    assert.equal(cache.find(0, "w", prefixes("b")), undefined);
  });

  it("throws out what was used longest ago, within the batch", () => {
    const cache = new PrefixCache<string>(30, 4);
    cache.use({ name: "text", batches: 1, stateBytes: 10 });
    for (const layer of [1, 2, 3]) cache.store(0, "w", prefixes("a"), { layer, state: `a${layer}` }, 10);
    cache.find(0, "w", ["", "a1", "?", "?"]);
    cache.store(0, "w", prefixes("b"), { layer: 3, state: "b3" }, 10);
    assert.deepEqual(cache.find(0, "w", ["", "?", "a2", "?"]), undefined);
    assert.deepEqual(cache.find(0, "w", ["", "a1", "?", "?"]), { layer: 1, state: "a1" });
    assert.deepEqual(cache.find(0, "w", prefixes("b")), { layer: 3, state: "b3" });
  });

  it("spaces its borders evenly when there is no room for all", () => {
    const cache = new PrefixCache<string>(30, 12);
    cache.use({ name: "text", batches: 1, stateBytes: 10 });
    const borders = Array.from({ length: 12 }, (_, layer) => layer).filter((layer) => cache.keeps(layer));
    assert.deepEqual(borders, [3, 6, 9]);
  });
});
