import assert from "node:assert/strict";
import { resolve } from "node:path";
import { describe, it } from "node:test";
import { type EvaluateOptions, evaluateParams } from "../../../src/cli/evaluate-params.ts";
import { apiKeyFor } from "../../../src/cli/llm-option.ts";
import { uniformRates } from "../../../src/pruning/rates.ts";

const options: EvaluateOptions = {
  text: "wiki.test.raw",
  field: "text",
  calibrationWindows: 32,
  importance: "wanda-sp",
  scoring: "dense",
  device: "cpu",
  dtype: "fp32",
};
const model = resolve("m");

describe("evaluateParams", () => {
  it("makes paths absolute and fills in the model's window", () => {
    const pruned = { model, rates: uniformRates(2, 0.3), target: 0.3 };
    const params = evaluateParams({ ...options, calibration: "c4.jsonl" }, pruned, 512);
    assert.deepEqual([params.seqlen, params.bos, params.scoring], [512, false, "dense"]);
    assert.deepEqual(params.text, { path: resolve("wiki.test.raw"), field: "text" });
    assert.deepEqual(params.calibration, { path: resolve("c4.jsonl"), field: "text" });
  });

  it("leaves the calibration to the runner where none is named", () => {
    const pruned = { model, rates: uniformRates(2, 0.3), target: 0.3 };
    assert.equal(evaluateParams(options, pruned, 512).calibration, undefined);
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

  it("keeps OpenAI's key from other endpoints", () => {
    const other = { provider: "openai", model: "m", baseUrl: "http://localhost:8000/v1" } as const;
    assert.deepEqual(apiKeyFor(other, { OPENAI_API_KEY: "general" }), {});
    assert.deepEqual(apiKeyFor(other, environment), { apiKey: "own" });
  });
});
