import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import type { NumberedEvent } from "../protocol/runner.ts";
import { planKey } from "../pruning/plan.ts";
import type { Candidate } from "../search/candidate.ts";
import type { SearchEvent } from "../search/events.ts";
import { candidateOf, ratesText } from "./candidate-row.ts";
import type { ScoreStore } from "./score-store.ts";

type Row = Record<string, SQLOutputValue>;

/** An event with the seconds that its search had been running. */
export interface TimedEvent extends NumberedEvent {
  readonly elapsed: number;
}

const EVENT_COLUMNS = `events.sequence, events.elapsed, events.event,
  candidates.id, candidates.generation, candidates.operator, candidates.author, candidates.parents,
  candidates.request, candidates.rates, candidates.plan, candidates.repair`;

/** The history of searches. A candidate is stored once, in its own table; its event points at it. */
export class EventStore {
  readonly #insert: StatementSync;
  readonly #insertCandidate: StatementSync;
  readonly #after: StatementSync;
  readonly #last: StatementSync;
  readonly #elapsed: StatementSync;
  readonly #candidate: StatementSync;
  readonly #insertChild: StatementSync;
  readonly #children: StatementSync;
  readonly #scores: ScoreStore;

  constructor(database: DatabaseSync, scores: ScoreStore) {
    this.#scores = scores;
    this.#insert = database.prepare("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)");
    this.#insertCandidate = database.prepare("INSERT INTO candidates VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    this.#after = database.prepare(
      `SELECT ${EVENT_COLUMNS} FROM events
       LEFT JOIN candidates ON candidates.search = events.search AND candidates.id = events.candidate
       WHERE events.search = ? AND events.sequence > ? ORDER BY events.sequence LIMIT ?`,
    );
    this.#last = database.prepare("SELECT max(sequence) AS last FROM events WHERE search = ?");
    this.#elapsed = database.prepare("SELECT elapsed FROM events WHERE search = ? ORDER BY sequence DESC LIMIT 1");
    this.#candidate = database.prepare("SELECT * FROM candidates WHERE search = ? AND id = ?");
    this.#insertChild = database.prepare("INSERT OR IGNORE INTO children VALUES (?, ?, ?)");
    this.#children = database.prepare("SELECT child FROM children WHERE search = ? AND parent = ? ORDER BY child");
  }

  /** Appends an event; throws when its place is taken, which is a defect of the caller. */
  append(search: string, { sequence, event, elapsed }: TimedEvent): void {
    if (event.type === "candidate") {
      this.#appendCandidate(search, event.candidate);
      this.#insert.run(search, sequence, event.type, elapsed, event.candidate.id, null);
    } else {
      this.#insert.run(search, sequence, event.type, elapsed, null, JSON.stringify(event));
      if (event.type === "evaluated" && event.final) this.#scores.append(search, sequence, event);
    }
  }

  /** At most `limit` events after a sequence number, in order. */
  after(search: string, sequence: number, limit: number): TimedEvent[] {
    return this.#after.all(search, sequence, limit).map(eventOf);
  }

  /** Seconds that a search had been running at its newest event, 0 when there is none. */
  elapsed(search: string): number {
    return Number(this.#elapsed.get(search)?.["elapsed"] ?? 0);
  }

  /** Sequence number of the newest event, 0 when there is none. */
  last(search: string): number {
    return Number(this.#last.get(search)?.["last"] ?? 0);
  }

  candidate(search: string, id: number): Candidate | undefined {
    const row = this.#candidate.get(search, id);
    return row && candidateOf(row);
  }

  /** Ids of the candidates that name one as a parent. */
  children(search: string, parent: number): number[] {
    return this.#children.all(search, parent).map((row) => Number(row["child"]));
  }

  #appendCandidate(search: string, candidate: Candidate): void {
    const { id, generation, operator, author, parents, request, rates, plan, repair } = candidate;
    this.#insertCandidate.run(
      search,
      id,
      generation,
      operator,
      author,
      JSON.stringify(parents),
      request ?? null,
      ratesText(rates),
      planKey(plan),
      repair,
    );
    for (const parent of parents) this.#insertChild.run(search, parent, id);
  }
}

function eventOf(row: Row): TimedEvent {
  const event: SearchEvent =
    row["event"] === null
      ? { type: "candidate", candidate: candidateOf(row) }
      : (JSON.parse(String(row["event"])) as SearchEvent);
  return { sequence: Number(row["sequence"]), elapsed: Number(row["elapsed"]), event };
}
