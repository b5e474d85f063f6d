import { initialProgress } from "../../src/runner/search-progress.ts";
import type { StoredSearch } from "../../src/runs/stored-search.ts";
import { SearchSpec } from "../../src/search/spec.ts";

/** A search that has just been queued. */
export function storedSearch(id = "s"): StoredSearch {
  const spec = SearchSpec.parse({
    model: "/models/tiny",
    texts: { search: { path: "/texts/search.txt" } },
    protocol: { seqlen: 8 },
    target: 0.5,
    method: "self-pruner",
    evolution: { population: 4, mutations: 2, crossovers: 2, generations: 3 },
    llm: { provider: "none" },
  });
  return {
    id,
    createdAt: "2026-01-02T03:04:05.000Z",
    spec,
    modelName: "tiny",
    modelFingerprint: "f",
    shape: { layers: [{ groups: 4, groupParameters: 10, neurons: 160, neuronParameters: 3 }] },
    hasKey: false,
    state: "queued",
    status: "",
    elapsed: 0,
    // As JSON has it: what is undefined is left out.
    progress: JSON.parse(JSON.stringify(initialProgress(spec))),
    setting: undefined,
  };
}
