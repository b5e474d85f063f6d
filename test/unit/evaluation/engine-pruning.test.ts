import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { writeSmallerModel } from "../../support/smaller-model.ts";
import { everything, openFolder, openTiny, temporaryFolder, unhurried, units } from "../../support/tiny-engine.ts";
import { tinyLlama } from "../../support/tiny-model.ts";

const model = { ...tinyLlama, headDim: 16, groups: 2, heads: 4, biases: true, dtype: "BF16" } as const;

describe("a pruned model", () => {
  it("gathered rows give the bits that a physically smaller model gives", async (t) => {
    const { engine, tensors, windows } = await openTiny(t, model);
    const kept = [units([1], [0, 2, 3, 5, 7, 11, 13, 20]), units([0], [1, 4, 6, 8, 9, 10, 12, 23])];
    const gathered = await engine.tokenLosses({ text: "text", from: 0, to: 3, kept }, unhurried);
    const folder = temporaryFolder(t);
    const smaller = writeSmallerModel(folder, model, tensors, kept);
    const small = await openFolder(t, folder, {});
    await small.setText("text", windows);
    const request = { text: "text", from: 0, to: 3, kept: everything(smaller) };
    assert.deepEqual(await small.tokenLosses(request, unhurried), gathered);
  });

  it("a compensated engine gives the dense losses before it knows any means", async (t) => {
    const request = { text: "text", from: 0, to: 3, kept: everything(model) };
    const plain = await openTiny(t, model);
    const compensated = await openTiny(t, model, { compensated: true });
    assert.deepEqual(
      await compensated.engine.tokenLosses(request, unhurried),
      await plain.engine.tokenLosses(request, unhurried),
    );
  });

  it("window sums are the sums of the token losses, for any range", async (t) => {
    const { engine } = await openTiny(t, model);
    const kept = everything(model);
    const tokens = await engine.tokenLosses({ text: "text", from: 1, to: 3, kept }, unhurried);
    const result = await engine.evaluate({ text: "text", from: 1, to: 3, kept, objective: "perplexity" }, unhurried);
    const sum = (window: number) => tokens.subarray(window * 39, (window + 1) * 39).reduce((a, b) => a + b, 0);
    assert.deepEqual(Array.from(result.losses), [sum(0), sum(1)]);
    assert.equal(result.tokens, 80);
    assert.equal(result.halfBlocks, 4);
    assert.equal(result.halfBlocksSaved, 0);
  });

  it("refuses texts that would crash a run or pass unnoticed", async (t) => {
    const { engine } = await openTiny(t, model);
    const windows = (length: number, tokens: Int32Array) => ({ count: 1, length, tokens });
    await assert.rejects(engine.setText("bad", windows(2, Int32Array.of(1, -1))), /token -1/);
    await assert.rejects(engine.setText("bad", windows(2, Int32Array.of(1, 32))), /token 32/);
    await assert.rejects(engine.setText("bad", windows(2, Int32Array.of(1))), /1 tokens/);
    await assert.rejects(engine.setText("bad", windows(49, new Int32Array(49))), /49 tokens/);
    const request = { text: "text", from: 2, to: 4, kept: everything(model), objective: "perplexity" } as const;
    await assert.rejects(engine.evaluate(request, unhurried), /no windows 2 to 4/);
  });
});
