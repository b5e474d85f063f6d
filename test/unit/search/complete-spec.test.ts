import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { completeSpec, type SpecDraft } from "../../../src/search/complete-spec.ts";
import { expectedEvaluations } from "../../../src/search/methods/index.ts";

const draft: SpecDraft = {
  model: "model",
  texts: { search: { path: "text.txt" } },
  target: 0.5,
  method: "self-pruner",
  llm: { provider: "none" },
};

describe("a draft made complete", () => {
  it("is the paper's 430 evaluations of perplexity, nothing added", () => {
    const paper = completeSpec("paper", draft, 4096);
    assert.equal(expectedEvaluations(paper), 430);
    assert.equal(paper.objective, "perplexity");
    assert.equal(paper.evolution.race || paper.evolution.overlap, false);
  });

  it("wins over its preset, setting by setting", () => {
    const fast = completeSpec("fast", { ...draft, objective: "perplexity", evolution: { population: 5 } }, 4096);
    assert.equal(fast.objective, "perplexity");
    assert.equal(fast.evolution.population, 5);
    assert.equal(fast.evolution.race && fast.evolution.overlap, true);
  });

  it("has windows of what the model was made for, up to 2048, where it names no length", () => {
    assert.deepEqual(completeSpec("paper", draft, 512).protocol, { seqlen: 512, bos: false });
    assert.equal(completeSpec("paper", draft, 131_072).protocol.seqlen, 2048);
    const own = completeSpec("paper", { ...draft, protocol: { seqlen: 128, bos: true } }, 512);
    assert.deepEqual(own.protocol, { seqlen: 128, bos: true });
  });

  it("expects no more evaluations than the budget has", () => {
    const expected = (changes: Partial<SpecDraft>) =>
      expectedEvaluations(completeSpec("paper", { ...draft, ...changes }, 512));
    assert.equal(expected({ budget: { evaluations: 40 } }), 40);
    assert.equal(expected({ method: "uniform" }), 1);
  });

  for (const [what, changes, message] of [
    ["a target", { target: 1.5 }, /target: .*<1/],
    ["a text", { texts: { search: { path: "" } } }, /texts\.search\.path: /],
    ["a window", { protocol: { seqlen: 3 } }, /protocol\.seqlen: .*>=8/],
    ["an LLM", { llm: { provider: "openai", model: "m", baseUrl: "nowhere" } }, /llm\.baseUrl: Invalid URL/],
    ["a setting", { evolution: { population: 1 } }, /evolution\.population: /],
    ["a field that there is not", { budget: { hours: 3 } }, /budget: .*hours/],
  ] as const) {
    it(`is refused for ${what} that cannot be, which is named`, () => {
      assert.throws(() => completeSpec("paper", { ...draft, ...changes } as SpecDraft, 512), {
        name: "UserError",
        code: "spec-invalid",
        message,
      });
    });
  }
});
