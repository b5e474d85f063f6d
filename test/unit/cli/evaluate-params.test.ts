import assert from "node:assert/strict";
import { resolve } from "node:path";
import { describe, it } from "node:test";
import { UserError } from "../../../src/base/errors.ts";
import { type EvaluateOptions, evaluateParams } from "../../../src/cli/evaluate-params.ts";
import { apiKeyFor } from "../../../src/cli/llm-option.ts";
import { uniformRates } from "../../../src/pruning/rates.ts";

const options: EvaluateOptions = {
  text: "wiki.test.raw",
  field: "text",
  calibrationWindows: 32,
  importance: "wanda-sp",
  device: "cpu",
  dtype: "fp32",
};
const model = resolve("m");

describe("evaluateParams", () => {
  it("needs no calibration text when nothing is pruned", () => {
    const dense = { model, rates: uniformRates(2, 0), target: undefined };
    const params = evaluateParams({ ...options, calibration: "c4.jsonl" }, dense, 512);
    assert.deepEqual([params.calibration, params.seqlen, params.bos], [undefined, 512, false]);
    assert.deepEqual(params.text, { path: resolve("wiki.test.raw"), field: "text" });
  });

  it("asks for one when something is", () => {
    const pruned = { model, rates: uniformRates(2, 0.3), target: 0.3 };
    const isMissing = (error: unknown) => error instanceof UserError && error.code === "option-missing";
    assert.throws(() => evaluateParams(options, pruned, 512), isMissing);
    const params = evaluateParams({ ...options, calibration: "c4.jsonl" }, pruned, 512);
    assert.deepEqual(params.calibration, { path: resolve("c4.jsonl"), field: "text" });
  });
});

describe("apiKeyFor", () => {
  const environment = { OPENAI_API_KEY: "general", SELF_PRUNER_API_KEY: "own" };

  it("prefers the product's own variable and hands a key to endpoints only", () => {
    const openai = { provider: "openai", model: "m" } as const;
    assert.deepEqual(apiKeyFor(openai, environment), { apiKey: "own" });
    assert.deepEqual(apiKeyFor(openai, { OPENAI_API_KEY: "general" }), { apiKey: "general" });
    assert.deepEqual(apiKeyFor(openai, {}), {});
    assert.deepEqual(apiKeyFor({ provider: "none" }, environment), {});
  });
});
