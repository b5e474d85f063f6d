import { seededRandom } from "../../src/base/random.ts";
import type { LlmCallRecord } from "../../src/llm/journal.ts";
import type { SearchSnapshot } from "../../src/protocol/runner.ts";
import { SNAPSHOT_ROWS } from "../../src/protocol/webview.ts";
import { SearchViews } from "../../src/runner/search-views.ts";
import type { RunDatabase } from "../../src/runs/run-database.ts";
import type { Candidate } from "../../src/search/candidate.ts";
import type { SearchEvent } from "../../src/search/events.ts";
import { searchDetail } from "./cli-views.ts";
import { storedSearch } from "./stored-search.ts";

/** Offspring of a generation, and survivors. */
const BROOD = 20;
const POPULATION = 30;

/**
 * Writes a finished search into a database: one evaluation per candidate, an answer of an LLM and a generation after
 * every twenty.
 */
export function writeLongSearch(
  database: RunDatabase<LlmCallRecord>,
  id: string,
  evaluations: number,
  layers = 32,
): void {
  database.searches.insert(storedSearch(id));
  database.transaction(() => {
    let sequence = 0;
    for (const event of longSearchEvents(evaluations, layers)) {
      database.events.append(id, { sequence: ++sequence, event, elapsed: sequence / 10 });
    }
  });
}

/** All that a panel of the usual size asks of a stored search. */
export function snapshotOf(database: RunDatabase<LlmCallRecord>, id: string): SearchSnapshot {
  return new SearchViews(database, () => searchDetail).snapshot(id, 1200, SNAPSHOT_ROWS);
}

/** The events of such a search. Its fitness falls slowly under heavy noise, and now and then is not finite. */
function* longSearchEvents(evaluations: number, layers: number): Generator<SearchEvent> {
  const random = seededRandom(7);
  const generations = Math.ceil(evaluations / BROOD);
  let best = { id: 0, fitness: Number.POSITIVE_INFINITY };
  for (let id = 0; id < evaluations; id++) {
    const generation = Math.floor(id / BROOD);
    yield { type: "candidate", candidate: candidateOf(id, generation, layers, random.next) };
    const noise = random.next() < 0.001 ? Number.MAX_VALUE : Math.exp(random.normal());
    const fitness = Math.min(Number.MAX_VALUE, 6 + 20 / (1 + id / 1000) + noise);
    if (fitness < best.fitness) best = { id, fitness };
    yield { type: "evaluated", candidate: id, windows: 32, fitness, final: true, evaluations: id + 1 };
    if (id % BROOD === BROOD - 1) yield* endOf(generation, generations, id, best);
  }
}

function candidateOf(id: number, generation: number, layers: number, next: () => number): Candidate {
  return {
    id,
    generation,
    operator: id % 2 === 0 ? "mutation" : "crossover",
    author: id % 5 === 0 ? "classical" : "llm",
    parents: id < BROOD ? [] : [id - BROOD, id - 1 - Math.floor(next() * BROOD)],
    request: generation,
    rates: Array.from({ length: layers }, () => ({
      attention: Number(next().toFixed(5)),
      mlp: Number(next().toFixed(5)),
    })),
    plan: Array.from({ length: layers }, () => ({ groups: 8, neurons: 1000 + Math.floor(next() * 10_000) })),
    repair: 0,
  };
}

function* endOf(
  generation: number,
  generations: number,
  last: number,
  best: { id: number; fitness: number },
): Generator<SearchEvent> {
  yield {
    type: "proposals",
    request: generation,
    operator: "mutation",
    generation,
    tally: {
      requested: 20,
      accepted: 18,
      repaired: 4,
      wrongLength: 1,
      outOfRange: 0,
      notANumber: 0,
      duplicates: 1,
      surplus: 2,
    },
    outcome: { calls: 1, inputTokens: 3000, outputTokens: 2000, money: 0.01, seconds: 4, faults: {} },
  };
  const population = Array.from({ length: POPULATION }, (_, place) => Math.max(0, last - place));
  yield {
    type: "generation",
    generation,
    generations,
    population,
    best: best.id,
    bestFitness: best.fitness,
    meanFitness: best.fitness + 1,
  };
}
