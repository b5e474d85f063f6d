import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Proposal } from "../search/ports.ts";

/** A call to an LLM as plain JSON; who made it knows what else is in it. */
export interface StoredLlmCall {
  readonly ordinal: number;
}

/** The calls to LLMs, whole, and the vectors that the search took from each as they arrived. */
export class LlmCallStore<Call extends StoredLlmCall> {
  readonly #insert: StatementSync;
  readonly #find: StatementSync;
  readonly #insertVector: StatementSync;
  readonly #findVectors: StatementSync;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare("INSERT INTO llm_calls VALUES (?, ?, ?)");
    this.#find = database.prepare("SELECT record FROM llm_calls WHERE search = ? AND ordinal = ?");
    this.#insertVector = database.prepare("INSERT INTO llm_vectors VALUES (?, ?, ?, ?)");
    this.#findVectors = database.prepare(
      "SELECT proposal FROM llm_vectors WHERE search = ? AND ordinal = ? ORDER BY position",
    );
  }

  find(search: string, ordinal: number): Call | undefined {
    const row = this.#find.get(search, ordinal);
    return row && (JSON.parse(String(row["record"])) as Call);
  }

  /** Stores a call that has ended. */
  append(search: string, call: Call): void {
    this.#insert.run(search, call.ordinal, JSON.stringify(call));
  }

  /** The vectors that a call has brought so far, in the order of their arrival. */
  vectors(search: string, ordinal: number): Proposal[] {
    return this.#findVectors.all(search, ordinal).map((row) => JSON.parse(String(row["proposal"])) as Proposal);
  }

  appendVector(search: string, ordinal: number, position: number, proposal: Proposal): void {
    this.#insertVector.run(search, ordinal, position, JSON.stringify(proposal));
  }
}
