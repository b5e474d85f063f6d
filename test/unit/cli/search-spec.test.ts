import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { describe, it } from "node:test";
import { Command } from "commander";
import { addSearchOptions, type SearchOptions } from "../../../src/cli/search-options.ts";
import { searchInputs, searchSpec } from "../../../src/cli/search-spec.ts";
import { SearchSpec } from "../../../src/search/spec.ts";

const needed = "--model m --text c4.jsonl --target 0.3";

/** The flags of a command line, through commander. */
function optionsOf(line: string): SearchOptions {
  const command = addSearchOptions(new Command("search"))
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  return command.parse(line.split(" ").filter(Boolean), { from: "user" }).opts();
}

/** The specification of a command line, defaults filled in as the runner does. */
function specOf(line: string, maxPositions = 4096): SearchSpec {
  const options = optionsOf(line);
  return SearchSpec.parse(searchSpec(options, searchInputs(options, "samples"), maxPositions));
}

describe("the flags of search", () => {
  it("are the paper's settings when nothing is said", () => {
    const spec = specOf(needed);
    assert.equal(spec.model, resolve("m"));
    assert.deepEqual(spec.texts, { search: { path: resolve("c4.jsonl"), field: "text" } });
    assert.deepEqual(spec.protocol, { seqlen: 2048, bos: false });
    assert.deepEqual(spec.evolution, {
      population: 30,
      mutations: 10,
      crossovers: 10,
      generations: 20,
      initialisation: "llm",
      race: false,
      overlap: false,
    });
    assert.deepEqual([spec.objective, spec.target, spec.seed, spec.device], ["perplexity", 0.3, 1, "auto"]);
    assert.deepEqual(spec.llm, { provider: "none" });
    assert.deepEqual(spec.budget, {});
  });

  it("take the model's context when it is shorter than 2048", () => {
    assert.equal(specOf(needed, 512).protocol.seqlen, 512);
    assert.equal(specOf(`${needed} --seqlen 128`, 512).protocol.seqlen, 128);
  });

  it("win over the preset", () => {
    const fast = specOf(`${needed} --preset fast`);
    assert.deepEqual([fast.objective, fast.evolution.race], ["kl", true]);
    const changed = specOf(`${needed} --preset fast --objective perplexity --no-race --population 7`);
    assert.deepEqual(
      [changed.objective, changed.evolution.race, changed.evolution.overlap, changed.evolution.population],
      ["perplexity", false, true, 7],
    );
  });

  it("switch operators off for ablations", () => {
    const { evolution } = specOf(`${needed} --no-mutation --no-crossover --initialisation random`);
    assert.deepEqual([evolution.mutations, evolution.crossovers, evolution.initialisation], [0, 0, "random"]);
  });

  it("carry every budget and window", () => {
    const line = `${needed} --llm openai:m --llm-price 0.15,0.6 --max-evaluations 1 --max-tokens 2 --max-seconds 3.5
      --max-llm-calls 4 --max-llm-tokens 5 --max-llm-money 0.6 --windows 7 --calibration-windows 8
      --validation-windows 9 --test-windows 10`;
    const spec = specOf(line.replace(/\s+/g, " "));
    assert.deepEqual(spec.budget, {
      evaluations: 1,
      tokens: 2,
      seconds: 3.5,
      llmCalls: 4,
      llmTokens: 5,
      llmMoney: 0.6,
    });
    assert.deepEqual(spec.windows, { search: 7, calibration: 8, validation: 9, test: 10 });
  });

  it("name the LLM by provider, model and endpoint", () => {
    const spec = specOf(`${needed} --llm openai:qwen2:7b --base-url http://localhost:11434/v1 --llm-timeout 5`);
    assert.deepEqual(spec.llm, {
      provider: "openai",
      model: "qwen2:7b",
      baseUrl: "http://localhost:11434/v1",
      temperature: 1,
      timeout: 5,
      price: { input: 0, output: 0 },
    });
    assert.deepEqual(specOf(`${needed} --llm replay:3fa`).llm, { provider: "replay", search: "3fa" });
  });

  it("need nothing else with --sample, and let single parts be replaced", () => {
    const spec = specOf("--sample", 512);
    assert.equal(spec.model, resolve("samples", "stories260K"));
    assert.equal(spec.texts.test?.path, resolve("samples", "texts", "stories.test.jsonl"));
    assert.equal(spec.target, 0.5);
    const own = specOf(`--sample --text ${join("my", "text.txt")} --target 0.2`);
    assert.deepEqual(own.texts, { search: { path: resolve("my", "text.txt"), field: "text" } });
    assert.equal(own.target, 0.2);
  });

  for (const [line, message] of [
    ["--model m --text t", /--target RATE is missing/],
    [`${needed} --llm gpt-4`, /--llm gpt-4 is not/],
    [`${needed} --llm openai:m --max-llm-money 1`, /--llm-price IN,OUT is missing/],
    [`${needed} --llm openai:m --base-url nowhere`, /llm\.baseUrl/],
    [`${needed} --target 30`, /Write 0\.3 for 30 %/],
    [`${needed} --seed 1.5`, /whole number/],
    [`${needed} --device tpu`, /Allowed choices/],
  ] as const) {
    it(`refuse ${line}`, () => {
      assert.throws(() => specOf(line), message);
    });
  }
});
