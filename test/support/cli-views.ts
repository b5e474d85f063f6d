import type { SearchDetail, SearchSummary } from "../../src/protocol/runner.ts";
import { SearchSpec } from "../../src/search/spec.ts";
import { equalLayers } from "./ratefile-shapes.ts";

/** The summary of a search in the middle of its work. */
export function runningSummary(changes: Partial<SearchSummary> = {}): SearchSummary {
  return {
    id: "3fa4c1",
    state: "running",
    status: "",
    model: "/models/llama-2-7b",
    method: "self-pruner",
    target: 0.3,
    objective: "perplexity",
    generation: 7,
    generations: 20,
    evaluations: 170,
    expectedEvaluations: 430,
    bestFitness: 7.25,
    denseFitness: 5.47,
    uniformFitness: 8.5,
    elapsed: 85,
    eta: 130,
    llm: { calls: 0, inputTokens: 0, outputTokens: 0, money: 0, faults: {} },
    createdAt: "2026-01-02T03:04:05.000Z",
    endReason: undefined,
    ...changes,
  };
}

/** A search of a model with two layers before its first evaluation. */
export const searchDetail: SearchDetail = {
  summary: runningSummary({ state: "preparing" }),
  spec: SearchSpec.parse({
    model: "/m",
    texts: { search: { path: "/t" } },
    protocol: { seqlen: 8 },
    target: 0.3,
    method: "self-pruner",
    evolution: {},
    llm: { provider: "none" },
  }),
  shape: equalLayers(2),
  bestRates: undefined,
  report: undefined,
  card: undefined,
  notes: [],
  sequence: 0,
};
