import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readLlmPrices } from "../../../../src/extension/start/llm-prices.ts";

describe("the setting of prices", () => {
  it("has none while it is not set", () => assert.deepEqual(readLlmPrices(undefined), {}));

  it("take prices as they are written", () => {
    const llmPrices = { "gpt-4o": { input: 2.5, output: 10 }, free: { input: 0, output: 0 } };
    assert.deepEqual(readLlmPrices(llmPrices), llmPrices);
  });

  it("refuse prices that are none, and name the place", () => {
    for (const [llmPrices, place] of [
      [{ "gpt-4o": { input: 2.5 } }, /llmPrices › gpt-4o › output/],
      [{ "gpt-4o": { input: "2.5", output: 10 } }, /llmPrices › gpt-4o › input/],
      [{ "gpt-4o": { input: -1, output: 10 } }, /llmPrices › gpt-4o › input/],
      [{ "gpt-4o": { input: 1, output: 10, cached: 1 } }, /llmPrices › gpt-4o .*cached/],
      [{ "gpt-4o": 3 }, /llmPrices › gpt-4o/],
      [[], /llmPrices is not/],
      ["cheap", /llmPrices is not/],
    ] as const) {
      assert.throws(() => readLlmPrices(llmPrices), {
        name: "UserError",
        code: "setting-invalid",
        message: place,
      });
    }
  });
});
