import type { SearchSummary } from "../protocol/runner.ts";
import type { StoredSearch } from "../runs/stored-search.ts";
import { secondsLeft } from "./eta.ts";

/** A search as a row of a list. */
export function summaryOf(search: StoredSearch): SearchSummary {
  const { spec, progress, elapsed } = search;
  const { evaluations, expectedEvaluations } = progress;
  const pace = { elapsed, evaluations, expectedEvaluations, seconds: spec.budget.seconds };
  return {
    id: search.id,
    state: search.state,
    status: search.status,
    model: search.modelName,
    method: spec.method,
    target: spec.target,
    objective: spec.objective,
    generation: progress.generation,
    generations: progress.generations,
    evaluations,
    expectedEvaluations,
    bestFitness: progress.best?.fitness,
    denseFitness: progress.denseFitness,
    uniformFitness: progress.uniformFitness,
    elapsed,
    eta: search.state === "running" ? secondsLeft(pace) : undefined,
    llm: progress.llm,
    createdAt: search.createdAt,
    endReason: progress.endReason,
  };
}
