import { openRunDatabase, type RunDatabase } from "../../src/runs/run-database.ts";
import type { Candidate } from "../../src/search/candidate.ts";
import type { SearchEvent } from "../../src/search/events.ts";
import { storedSearch } from "./stored-search.ts";

/** A candidate of one layer. */
export function smallCandidate(id: number, changes: Partial<Candidate> = {}): Candidate {
  return {
    id,
    generation: 1,
    operator: "mutation",
    author: "classical",
    parents: [],
    rates: [{ attention: 0.125, mlp: 0.3 }],
    plan: [{ groups: 4, neurons: 120 + id }],
    repair: 0,
    ...changes,
  };
}

/** The events of candidates that are evaluated one after another on all windows. */
export function scoredInTurn(fitness: readonly number[]): SearchEvent[] {
  return fitness.flatMap((value, id) => [
    { type: "candidate", candidate: smallCandidate(id) },
    { type: "evaluated", candidate: id, windows: 4, fitness: value, final: true, evaluations: id + 1 },
  ]);
}

/** A database in memory with one search, "s", that had some events. */
export function databaseWith(events: readonly SearchEvent[]): RunDatabase<{ ordinal: number }> {
  const database = openRunDatabase<{ ordinal: number }>(":memory:");
  database.searches.insert(storedSearch("s"));
  database.transaction(() => {
    for (const [index, event] of events.entries()) {
      database.events.append("s", { sequence: index + 1, event, elapsed: index });
    }
  });
  return database;
}
