import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { KL_TOP_TOKENS } from "../../../src/evaluation/engine.ts";
import { LEAST_REST } from "../../../src/model/onnx/loss.ts";
import { divergence64, reference64 } from "../../support/reference64.ts";
import { everything, openTiny, randomKept, unhurried, windowOf } from "../../support/tiny-engine.ts";
import { tinyLlama } from "../../support/tiny-model.ts";

/** More tokens than are kept, so that the rest of the distribution matters. */
const wide = { ...tinyLlama, headDim: 16, vocabulary: 800 } as const;
const narrow = { ...tinyLlama, headDim: 16 } as const;

describe("KL divergence to the dense model", () => {
  for (const [name, model] of Object.entries({ "800 tokens": wide, "32 tokens": narrow })) {
    for (const plan of ["chain", "whole"] as const) {
      it(`${name}, ${plan}: equals float64 over the top tokens and one rest`, async (t) => {
        const { engine, tensors, windows } = await openTiny(t, model, { plan });
        const kept = randomKept(model, 0.5, 4);
        await engine.prepareKl("text", unhurried);
        const result = await engine.evaluate({ text: "text", from: 1, to: 3, kept, objective: "kl" }, unhurried);
        const lists = kept.map(({ groups, neurons }) => ({ groups: [...groups], neurons: [...neurons] }));
        for (const window of [1, 2]) {
          const tokens = windowOf(windows, window);
          const p = reference64(model, tensors, tokens).logProbabilities;
          const q = reference64(model, tensors, tokens, { kept: lists }).logProbabilities;
          const perToken = p
            .slice(0, -1)
            .map((log, place) => divergence64(log, q[place] ?? log, KL_TOP_TOKENS, LEAST_REST));
          const expected = perToken.reduce((sum, value) => sum + value, 0);
          const actual = result.losses[window - 1] ?? Number.NaN;
          assert.ok(expected > 0.1);
          // The rest is a float32 difference of numbers near one, which costs a digit against the plain loss.
          assert.ok(Math.abs(actual - expected) < 5e-5 * expected, `${actual} instead of ${expected}`);
        }
      });
    }
  }

  it("is zero for the dense model itself", async (t) => {
    const { engine } = await openTiny(t, wide);
    await engine.prepareKl("text", unhurried);
    const request = { text: "text", from: 0, to: 3, kept: everything(wide), objective: "kl" } as const;
    const { losses } = await engine.evaluate(request, unhurried);
    assert.deepEqual(Array.from(losses), [0, 0, 0]);
  });

  it("asks for the dense distributions of the text as it is now", async (t) => {
    const { engine, windows } = await openTiny(t, narrow);
    const request = { text: "text", from: 0, to: 3, kept: everything(narrow), objective: "kl" } as const;
    await assert.rejects(engine.evaluate(request, unhurried), /not prepared/);
    await engine.prepareKl("text", unhurried);
    await engine.setText("text", windows);
    await assert.rejects(engine.evaluate(request, unhurried), /not prepared/);
  });
});
