import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import { wireFitness } from "../protocol/fitness.ts";
import type { ChartPoint, Fitness, ScoredCandidate } from "../protocol/runner.ts";
import type { Author, Operator } from "../search/candidate.ts";
import { candidateOf } from "./candidate-row.ts";

type Row = Readonly<Record<string, SQLOutputValue>>;

/** A candidate's final fitness, as its event tells it. */
export interface FinalScore {
  readonly candidate: number;
  /** Not finite or the largest number there is where the model was cut to pieces. */
  readonly fitness: number;
  readonly evaluations: number;
}

const POINT = "evaluation, candidate, fitness, operator, author, generation";

/**
 * The final fitness of every candidate, beside what a chart colours it by. The database does the thinning: nothing that
 * is not returned is read into this process, however long the search was.
 */
export class ScoreStore {
  readonly #insert: StatementSync;
  readonly #extent: StatementSync;
  readonly #all: StatementSync;
  readonly #extremes: StatementSync;
  readonly #improvements: StatementSync;
  readonly #top: StatementSync;
  readonly #fitness: StatementSync;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare(
      `INSERT INTO scores (search, sequence, candidate, evaluation, fitness, operator, author, generation)
       SELECT search, ?, id, ?, ?, operator, author, generation FROM candidates WHERE search = ? AND id = ?`,
    );
    this.#extent = database.prepare(
      "SELECT count(*) AS count, min(evaluation) AS first, max(evaluation) AS last FROM scores WHERE search = ?",
    );
    this.#all = database.prepare(`SELECT ${POINT} FROM scores WHERE search = ? ORDER BY sequence`);
    // Beside min() and max(), SQLite takes the other columns from the row where the extreme is.
    const extreme = (which: "min" | "max") =>
      `SELECT sequence FROM (
         SELECT sequence, ${which}(fitness),
           min(CAST((evaluation - :first) / :span * :width AS INTEGER), :width - 1) AS pixel
         FROM scores WHERE search = :search GROUP BY pixel
       )`;
    this.#extremes = database.prepare(
      `SELECT ${POINT} FROM scores
       WHERE search = :search AND sequence IN (${extreme("min")} UNION ${extreme("max")}) ORDER BY sequence`,
    );
    this.#improvements = database.prepare(
      `SELECT ${POINT} FROM scores WHERE search = :search AND sequence IN (
         SELECT sequence FROM (
           SELECT sequence, fitness,
             min(fitness) OVER (ORDER BY sequence ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
           FROM scores WHERE search = :search
         ) WHERE before IS NULL OR fitness < before
       ) ORDER BY sequence`,
    );
    this.#top = database.prepare(
      `SELECT candidates.*, fitness FROM scores
       JOIN candidates ON candidates.search = scores.search AND candidates.id = scores.candidate
       WHERE scores.search = ? ORDER BY fitness, sequence LIMIT ?`,
    );
    this.#fitness = database.prepare("SELECT fitness FROM scores WHERE search = ? AND candidate = ?");
  }

  /** Stores a score under its event's sequence number; the candidate must be there. */
  append(search: string, sequence: number, { candidate, fitness, evaluations }: FinalScore): void {
    const sortable = Number.isNaN(fitness) ? Number.POSITIVE_INFINITY : fitness;
    this.#insert.run(sequence, evaluations, sortable, search, candidate);
  }

  /**
   * A chart of the search, in the order of evaluation, thinned for `width` pixels: of the evaluations that fall on one
   * pixel only the lowest and the highest fitness stay, which draws the same picture.
   */
  chart(search: string, width: number): ChartPoint[] {
    const { count, first, last } = this.#extent.get(search) as { count: number; first: number; last: number };
    if (count <= 2 * width || last === first) return this.#all.all(search).map(pointOf);
    return this.#extremes.all({ search, width, first, span: last - first }).map(pointOf);
  }

  /** Every score that was better than all before it. */
  improvements(search: string): ChartPoint[] {
    return this.#improvements.all({ search }).map(pointOf);
  }

  /** The best candidates, best first, the elder first where two are equally good. */
  top(search: string, limit: number): ScoredCandidate[] {
    return this.#top.all(search, limit).map((row) => ({ candidate: candidateOf(row), fitness: fitnessOf(row) }));
  }

  /** Undefined until the candidate was evaluated on all windows. */
  fitness(search: string, candidate: number): Fitness | undefined {
    const row = this.#fitness.get(search, candidate);
    return row && fitnessOf(row);
  }
}

function pointOf(row: Row): ChartPoint {
  return {
    evaluation: Number(row["evaluation"]),
    candidate: Number(row["candidate"]),
    fitness: fitnessOf(row),
    operator: row["operator"] as Operator,
    author: row["author"] as Author,
    generation: Number(row["generation"]),
  };
}

function fitnessOf(row: Row): Fitness {
  return wireFitness(Number(row["fitness"]));
}
