import type { LlmSpend } from "../protocol/runner.ts";
import type { SearchProgress } from "../runs/stored-search.ts";
import type { SearchEvent } from "../search/events.ts";
import { expectedEvaluations, methodNamed } from "../search/methods/index.ts";
import type { ProposalOutcome } from "../search/ports.ts";
import type { SearchSpec } from "../search/spec.ts";

/** The progress of a search that has not begun. */
export function initialProgress(spec: SearchSpec): SearchProgress {
  return {
    generation: 0,
    generations: methodNamed(spec.method).extent(spec.evolution).generations,
    evaluations: 0,
    expectedEvaluations: expectedEvaluations(spec),
    best: undefined,
    denseFitness: undefined,
    uniformFitness: undefined,
    llm: { calls: 0, inputTokens: 0, outputTokens: 0, money: 0, faults: {}, accepted: 0 },
    endReason: undefined,
  };
}

/** The progress after one more event. */
export function advance(progress: SearchProgress, event: SearchEvent): SearchProgress {
  switch (event.type) {
    case "candidate":
      return progress;
    case "evaluated": {
      const better = event.final && event.fitness < (progress.best?.fitness ?? Number.POSITIVE_INFINITY);
      const best = better ? { candidate: event.candidate, fitness: event.fitness } : progress.best;
      return { ...progress, evaluations: event.evaluations, best };
    }
    case "proposals":
      return { ...progress, llm: addSpend(progress.llm, event.outcome, event.tally.accepted) };
    case "generation":
      return { ...progress, generation: event.generation, generations: event.generations };
    case "end":
      return {
        ...progress,
        endReason: event.reason,
        best: { candidate: event.best, fitness: event.bestFitness },
      };
  }
}

function addSpend(spend: LlmSpend, outcome: ProposalOutcome, accepted: number): LlmSpend {
  const faults = { ...spend.faults };
  for (const [kind, count] of Object.entries(outcome.faults)) faults[kind] = (faults[kind] ?? 0) + count;
  return {
    calls: spend.calls + outcome.calls,
    inputTokens: spend.inputTokens + outcome.inputTokens,
    outputTokens: spend.outputTokens + outcome.outputTokens,
    money: spend.money + outcome.money,
    faults,
    ...(spend.accepted !== undefined && { accepted: spend.accepted + accepted }),
  };
}
