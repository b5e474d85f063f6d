import { EvaluationStore } from "./evaluation-store.ts";
import { EventStore } from "./event-store.ts";
import { LlmCallStore, type StoredLlmCall } from "./llm-call-store.ts";
import { openDatabase, schemaVersion, transaction } from "./open-database.ts";
import { ScoreStore } from "./score-store.ts";
import { SearchStore } from "./search-store.ts";
import { StageStore } from "./stage-store.ts";

/** The run database: one store per kind of thing, over one connection. */
export interface RunDatabase<Call extends StoredLlmCall> {
  readonly searches: SearchStore;
  readonly events: EventStore;
  readonly scores: ScoreStore;
  readonly stages: StageStore;
  readonly evaluations: EvaluationStore;
  readonly llmCalls: LlmCallStore<Call>;
  /** Version of the schema. */
  readonly version: number;
  /** Runs `work` as one transaction: all of its writes are kept, or none. */
  transaction<T>(work: () => T): T;
  close(): void;
}

/** Opens the run database at a path; see {@link openDatabase} for what it throws. */
export function openRunDatabase<Call extends StoredLlmCall>(path: string): RunDatabase<Call> {
  const database = openDatabase(path);
  const scores = new ScoreStore(database);
  return {
    searches: new SearchStore(database),
    events: new EventStore(database, scores),
    scores,
    stages: new StageStore(database),
    evaluations: new EvaluationStore(database),
    llmCalls: new LlmCallStore(database),
    version: schemaVersion(database).found,
    transaction: (work) => transaction(database, work),
    close: () => database.close(),
  };
}
