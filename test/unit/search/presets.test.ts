import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { expectedEvaluations } from "../../../src/search/methods/index.ts";
import { withPreset } from "../../../src/search/presets.ts";
import { SearchSpec, type SearchSpecInput } from "../../../src/search/spec.ts";

const spec: SearchSpecInput = {
  model: "model",
  texts: { search: { path: "text.txt" } },
  protocol: { seqlen: 128 },
  target: 0.5,
  method: "self-pruner",
  evolution: {},
  llm: { provider: "none" },
};

describe("withPreset", () => {
  it("gives the paper's 430 evaluations of perplexity, nothing added", () => {
    const paper = SearchSpec.parse(withPreset("paper", spec));
    assert.equal(expectedEvaluations(paper), 430);
    assert.equal(paper.objective, "perplexity");
    assert.equal(paper.evolution.race || paper.evolution.overlap, false);
  });

  it("lets the specification win, setting by setting", () => {
    const own = { ...spec, objective: "perplexity", evolution: { population: 5 } } as const;
    const fast = SearchSpec.parse(withPreset("fast", own));
    assert.equal(fast.objective, "perplexity");
    assert.equal(fast.evolution.population, 5);
    assert.equal(fast.evolution.race && fast.evolution.overlap, true);
  });

  it("expects no more evaluations than the budget has", () => {
    assert.equal(expectedEvaluations(SearchSpec.parse({ ...spec, budget: { evaluations: 40 } })), 40);
    assert.equal(expectedEvaluations(SearchSpec.parse({ ...spec, method: "uniform" })), 1);
  });
});
