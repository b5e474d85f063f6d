import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { SearchDraft } from "../../src/protocol/runner.ts";
import { methods } from "../../src/search/methods/index.ts";
import { RunnerKit, reached, sampleModel, sampleText, smallSearch } from "../support/runner-kit.ts";

const draft: SearchDraft = {
  preset: "paper",
  spec: {
    model: sampleModel,
    texts: { search: sampleText("search") },
    target: 0.4,
    method: "self-pruner",
    llm: { provider: "none" },
    device: "cpu",
  },
};

describe("a draft of a search", () => {
  it("is made complete and estimated, and starts nothing", async (t) => {
    const client = await (await RunnerKit.create(t)).connect();
    const { spec, model, estimate } = await client.request("search/draft", draft);
    assert.deepEqual(spec.protocol, { seqlen: 512, bos: false });
    assert.equal(spec.evolution.population, 30);
    assert.deepEqual([model.name, model.layers, model.maxPositions], ["stories260K", 5, 512]);
    assert.deepEqual(estimate, {
      evaluations: 430,
      tokens: 430 * 32 * 512,
      basis: "No search of this model has run on cpu yet.",
      device: "cpu",
    });
    assert.deepEqual(await client.request("search/list", {}), { searches: [] });
    const { id } = await client.request("search/start", { spec: { ...spec, budget: { evaluations: 2 } } });
    await reached(client, id, "running", "finished");
  });

  it("is on the device that a choice of one comes down to", async (t) => {
    const client = await (await RunnerKit.create(t)).connect();
    assert.deepEqual(await client.request("device/resolve", { device: "cpu", dtype: "fp32" }), { device: "cpu" });
    // Tried out once, and asked for while it is being tried.
    const [choice, drafted] = await Promise.all([
      client.request("device/resolve", { device: "auto", dtype: "fp32" }),
      client.request("search/draft", { ...draft, spec: { ...draft.spec, device: "auto" } }),
    ]);
    assert.equal(drafted.estimate.device, choice.device);
  });

  it("takes the time that earlier searches of its model took", async (t) => {
    const client = await (await RunnerKit.create(t)).connect();
    const { id } = await client.request("search/start", { spec: smallSearch() });
    await reached(client, id, "finished");
    const { estimate } = await client.request("search/draft", draft);
    assert.match(estimate.basis, /^Based on [\d,]+ tokens per second in an earlier search of this model on cpu\.$/);
    const perSecond = Number(estimate.basis.replace(/\D/g, ""));
    assert.ok(Math.abs((estimate.seconds ?? 0) / (estimate.tokens / perSecond) - 1) < 0.01, JSON.stringify(estimate));
  });

  it("is refused with the name of what cannot be used", async (t) => {
    const client = await (await RunnerKit.create(t)).connect();
    const ask = (changes: object) => client.request("search/draft", { ...draft, spec: { ...draft.spec, ...changes } });
    const { path } = sampleText("search");
    const text = (search: object) => ({ texts: { search } });
    for (const [changes, code, message] of [
      [{ model: "/nowhere/model" }, "model-missing", /\/nowhere\/model/],
      [{ model: undefined }, "invalid-params", /spec\.model/],
      [text({ path: "/nowhere/text.txt" }), "text-unreadable", /\/nowhere\/text\.txt/],
      [text({ path, field: "story" }), "field-missing", /no field "story"/],
      [{ target: 1.2 }, "spec-invalid", /target/],
      [{ method: "guess" }, "unknown-method", /guess/],
      [{ importance: "guess" }, "importance-unknown", /guess/],
      [{ evolution: { population: "many" } }, "spec-invalid", /evolution\.population/],
      [{ evolution: "big" }, "invalid-params", /spec\.evolution/],
      [{ apiKey: "k" }, "spec-invalid", /apiKey/],
    ] as const) {
      await assert.rejects(ask(changes), { name: "UserError", code, message });
    }
    const preset = client.request("search/draft", { ...draft, preset: "slow" as "fast" });
    await assert.rejects(preset, { code: "invalid-params", message: /preset/ });
  });
});

describe("what can be chosen", () => {
  it("is told by the program itself", async (t) => {
    const client = await (await RunnerKit.create(t)).connect();
    const catalog = await client.request("catalog", {});
    assert.deepEqual(
      catalog.methods.map(({ name, usesLlm }) => [name, usesLlm]),
      methods.map(({ name, usesLlm }) => [name, usesLlm]),
    );
    assert.deepEqual(
      catalog.presets.map(({ name }) => name),
      ["paper", "fast"],
    );
    for (const { description } of [...catalog.methods, ...catalog.presets]) assert.ok(description.length > 20);
  });

  it("holds model folders, described", async (t) => {
    const client = await (await RunnerKit.create(t)).connect();
    const model = await client.request("model/describe", { path: sampleModel });
    assert.deepEqual(model, {
      path: sampleModel,
      name: "stories260K",
      family: "llama",
      layers: 5,
      prunableParameters: 226_560,
      maxPositions: 512,
      weightBytes: 1_040_128,
    });
    const none = client.request("model/describe", { path: join(sampleModel, "none") });
    await assert.rejects(none, { code: "model-missing" });
  });
});
