import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import { wireFitness } from "../protocol/fitness.ts";
import type { GenerationRow, ProposalRow } from "../protocol/runner.ts";
import type { ProposalTally, SearchEvent } from "../search/events.ts";
import { ratesOf } from "./candidate-row.ts";

type Row = Readonly<Record<string, SQLOutputValue>>;
type EventOf<T extends SearchEvent["type"]> = Extract<SearchEvent, { type: T }>;

const TALLY = [
  "requested",
  "accepted",
  "repaired",
  "wrongLength",
  "outOfRange",
  "notANumber",
  "duplicates",
  "surplus",
] as const satisfies (keyof ProposalTally)[];

/** The steps of a search that are more than one candidate: its generations and the requests for offspring. */
export class StageStore {
  readonly #generations: StatementSync;
  readonly #newestGenerations: StatementSync;
  readonly #generation: StatementSync;
  readonly #proposals: StatementSync;
  readonly #tally: StatementSync;

  constructor(database: DatabaseSync) {
    this.#generations = database.prepare(
      "SELECT sequence FROM events WHERE search = ? AND type = 'generation' ORDER BY sequence",
    );
    this.#newestGenerations = database.prepare(
      "SELECT sequence FROM events WHERE search = ? AND type = 'generation' ORDER BY sequence DESC LIMIT ?",
    );
    this.#generation = database.prepare(
      `SELECT stage.event, candidates.rates,
         (SELECT event ->> 'evaluations' FROM events WHERE search = stage.search AND sequence < stage.sequence
            AND type = 'evaluated' ORDER BY sequence DESC LIMIT 1) AS evaluation
       FROM events AS stage
       JOIN candidates ON candidates.search = stage.search AND candidates.id = stage.event ->> 'best'
       WHERE stage.search = ? AND stage.sequence = ?`,
    );
    this.#proposals = database.prepare(
      "SELECT event FROM events WHERE search = ? AND type = 'proposals' ORDER BY sequence DESC LIMIT ?",
    );
    const sums = TALLY.map((name) => `coalesce(sum(event ->> '$.tally.${name}'), 0) AS ${name}`).join(", ");
    this.#tally = database.prepare(`SELECT ${sums} FROM events WHERE search = ? AND type = 'proposals'`);
  }

  /** At most `limit` generations, evenly spaced, the first and the last always among them. */
  generations(search: string, limit: number): GenerationRow[] {
    const sequences = this.#generations.all(search).map((row) => Number(row["sequence"]));
    return this.#rows(search, evenlySpaced(sequences, limit));
  }

  /** The newest generations, newest first. */
  newestGenerations(search: string, limit: number): GenerationRow[] {
    const sequences = this.#newestGenerations.all(search, limit).map((row) => Number(row["sequence"]));
    return this.#rows(search, sequences);
  }

  /** The newest requests for offspring, in their order. */
  proposals(search: string, limit: number): ProposalRow[] {
    return this.#proposals
      .all(search, limit)
      .map((row) => {
        const { type: _, ...proposals } = JSON.parse(String(row["event"])) as EventOf<"proposals">;
        return proposals;
      })
      .reverse();
  }

  /** How all vectors of all requests fared. */
  tally(search: string): ProposalTally {
    const row = this.#tally.get(search);
    return Object.fromEntries(TALLY.map((name) => [name, Number(row?.[name])])) as Record<keyof ProposalTally, number>;
  }

  #rows(search: string, sequences: readonly number[]): GenerationRow[] {
    return sequences.flatMap((sequence) => this.#generation.all(search, sequence)).map(generationOf);
  }
}

/** At most `limit` of a list: the first, the last, and what lies evenly between them. */
export function evenlySpaced<T>(items: readonly T[], limit: number): T[] {
  if (items.length <= limit) return [...items];
  const step = (items.length - 1) / Math.max(1, limit - 1);
  const places = Array.from({ length: limit }, (_, index) => items.length - 1 - Math.round(index * step)).reverse();
  return places.flatMap((place) => items.slice(place, place + 1));
}

function generationOf(row: Row): GenerationRow {
  // JSON has no infinity: a mean that is none is written as null.
  const event = JSON.parse(String(row["event"])) as EventOf<"generation">;
  return {
    generation: event.generation,
    evaluation: Number(row["evaluation"]),
    best: event.best,
    bestFitness: wireFitness(event.bestFitness),
    meanFitness: wireFitness(event.meanFitness),
    population: event.population.length,
    rates: ratesOf(String(row["rates"])),
  };
}
