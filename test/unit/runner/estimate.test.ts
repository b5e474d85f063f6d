import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ProtocolCard } from "../../../src/protocol/card.ts";
import { estimateSearch } from "../../../src/runner/estimate.ts";
import type { StoredSearch } from "../../../src/runs/stored-search.ts";
import { SearchSpec, type SearchSpecInput } from "../../../src/search/spec.ts";
import { storedSearch } from "../../support/stored-search.ts";

const ground = { fingerprint: "f", device: "cpu" };
const openAi = { provider: "openai", model: "m" } as const;

/** K = 4 and N = 3 of M = S = 2: 16 evaluations, on 32 windows of 8 tokens. */
const specOf = (changes: Partial<SearchSpecInput> = {}): SearchSpec =>
  SearchSpec.parse({ ...storedSearch().spec, ...changes });

/** A search of the same sizes that had made some evaluations. */
function earlier(id: string, evaluations: number, changes: Partial<SearchSpecInput> = {}): StoredSearch {
  const search = storedSearch(id);
  return { ...search, spec: specOf(changes), progress: { ...search.progress, evaluations } };
}

/** The estimate when there were these searches, each of which had been running for so many seconds. */
function estimate(spec: SearchSpec, ...searches: { search: StoredSearch; seconds: number }[]) {
  const ofModel = (fingerprint: string, device: string) => {
    assert.deepEqual({ fingerprint, device }, ground);
    return searches.map(({ search }) => search);
  };
  const elapsed = (id: string) => searches.find(({ search }) => search.id === id)?.seconds ?? 0;
  return estimateSearch(spec, ground, { searches: { ofModel }, events: { elapsed } });
}

describe("the estimate of a search", () => {
  it("knows its sizes and no time without an earlier search", () => {
    const { evaluations, tokens, seconds, basis } = estimate(specOf());
    assert.deepEqual([evaluations, tokens, seconds], [16, 16 * 32 * 8, undefined]);
    assert.equal(basis, "No search of this model has run on cpu yet.");
  });

  it("goes by the tokens per second of earlier ones together", () => {
    const { seconds, basis } = estimate(
      specOf(),
      { search: earlier("a", 10), seconds: 1 },
      { search: earlier("b", 30), seconds: 4 },
    );
    // 40 evaluations took 5 s.
    assert.equal(seconds, 2);
    assert.equal(basis, "Based on 2,048 tokens per second in 2 earlier searches of this model on cpu.");
  });

  it("counts the windows that an earlier one really had", () => {
    const search = earlier("a", 10);
    const card = { windows: 16 } as ProtocolCard;
    const { seconds } = estimate(specOf(), {
      search: { ...search, setting: { device: "cpu", tokens: {}, card } },
      seconds: 1,
    });
    assert.equal(seconds, 3.2);
  });

  it("passes over those that had hardly begun", () => {
    const { seconds } = estimate(
      specOf(),
      { search: earlier("a", 2), seconds: 100 },
      { search: earlier("b", 30), seconds: 0 },
    );
    assert.equal(seconds, undefined);
  });

  it("compares with searches that waited for an LLM where it has one, and says so where there is none", () => {
    const [without, withLlm] = [
      { search: earlier("a", 16), seconds: 1 },
      { search: earlier("b", 16, { llm: openAi }), seconds: 9 },
    ];
    assert.equal(estimate(specOf(), without, withLlm).seconds, 1);
    assert.equal(estimate(specOf({ llm: openAi }), without, withLlm).seconds, 9);
    const other = estimate(specOf({ llm: openAi }), without);
    assert.equal(other.seconds, 1);
    assert.match(other.basis, /on cpu without an LLM, whose answers take time of their own\.$/);
    assert.match(estimate(specOf(), withLlm).basis, /on cpu with an LLM\.$/);
  });

  it("ends where a budget does", () => {
    const search = { search: earlier("a", 16), seconds: 16 };
    const byTokens = estimate(specOf({ budget: { tokens: 1000 } }), search);
    assert.deepEqual([byTokens.tokens, byTokens.evaluations], [1000, 4]);
    assert.equal(estimate(specOf({ budget: { evaluations: 5 } }), search).seconds, 5);
    assert.equal(estimate(specOf({ budget: { seconds: 7 } }), search).seconds, 7);
    const unknown = estimate(specOf({ budget: { seconds: 7 } }));
    assert.equal(unknown.seconds, 7);
    assert.equal(unknown.basis, "No search of this model has run on cpu yet; the time is the budget's.");
  });
});
