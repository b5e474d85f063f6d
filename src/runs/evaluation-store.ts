import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Evaluation, WindowRange } from "../search/ports.ts";

/** What an evaluation answers: one question has one row. */
export interface EvaluationQuestion {
  /** Name of the text: `search`, `validation`, `test`. */
  readonly text: string;
  readonly objective: "perplexity" | "kl";
  /** Key of the plan; empty for the dense model. */
  readonly plan: string;
  readonly range: WindowRange;
}

/** The evaluations of searches: what a resumed search is answered from. */
export class EvaluationStore {
  readonly #insert: StatementSync;
  readonly #find: StatementSync;
  readonly #insertRatios: StatementSync;
  readonly #findRatios: StatementSync;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare("INSERT INTO evaluations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    this.#find = database.prepare(
      `SELECT losses, targets_per_window, tokens, seconds FROM evaluations
       WHERE search = ? AND text = ? AND objective = ? AND plan = ? AND from_window = ? AND to_window = ?`,
    );
    this.#insertRatios = database.prepare("INSERT INTO outlier_ratios VALUES (?, ?, ?)");
    this.#findRatios = database.prepare("SELECT ratios FROM outlier_ratios WHERE search = ? AND threshold = ?");
  }

  find(search: string, question: EvaluationQuestion): Evaluation | undefined {
    const row = this.#find.get(search, ...columns(question));
    if (!row) return undefined;
    return {
      losses: lossesOf(row["losses"] as Uint8Array),
      targetsPerWindow: Number(row["targets_per_window"]),
      tokens: Number(row["tokens"]),
      seconds: Number(row["seconds"]),
    };
  }

  /** Stores an answer; throws when the question has been answered before, which is a defect of the caller. */
  insert(search: string, question: EvaluationQuestion, evaluation: Evaluation, device: string): void {
    const { losses, targetsPerWindow, tokens, seconds } = evaluation;
    const bytes = new Uint8Array(Float64Array.from(losses).buffer);
    this.#insert.run(search, ...columns(question), bytes, targetsPerWindow, tokens, seconds, device);
  }

  findOutlierRatios(search: string, threshold: number): readonly number[] | undefined {
    const row = this.#findRatios.get(search, threshold);
    return row && (JSON.parse(String(row["ratios"])) as number[]);
  }

  insertOutlierRatios(search: string, threshold: number, ratios: readonly number[]): void {
    this.#insertRatios.run(search, threshold, JSON.stringify(ratios));
  }
}

function columns({ text, objective, plan, range }: EvaluationQuestion): [string, string, string, number, number] {
  return [text, objective, plan, range.from, range.to];
}

/** SQLite's bytes lie at any address; float64 wants a multiple of eight, so they are copied. */
function lossesOf(blob: Uint8Array): number[] {
  return Array.from(new Float64Array(Uint8Array.from(blob).buffer));
}
