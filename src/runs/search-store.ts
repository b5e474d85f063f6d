import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import type { ProtocolCard } from "../protocol/card.ts";
import type { SearchState } from "../protocol/runner.ts";
import type { ModelShape } from "../pruning/shape.ts";
import { SearchSpec } from "../search/spec.ts";
import type { SearchProgress, SearchSetting, StoredMeasurement, StoredSearch } from "./stored-search.ts";

type Row = Record<string, SQLOutputValue>;

/** The table of searches, with the measurements of their final reports. */
export class SearchStore {
  readonly #insert: StatementSync;
  readonly #find: StatementSync;
  readonly #list: StatementSync;
  readonly #ofModel: StatementSync;
  readonly #setState: StatementSync;
  readonly #setProgress: StatementSync;
  readonly #setSetting: StatementSync;
  readonly #interrupt: StatementSync;
  readonly #remove: StatementSync;
  readonly #putMeasurement: StatementSync;
  readonly #measurements: StatementSync;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare(
      `INSERT INTO searches (id, created_at, spec, model_name, model_fingerprint, shape, has_key, state, status, elapsed, progress)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#find = database.prepare("SELECT * FROM searches WHERE id = ?");
    this.#list = database.prepare("SELECT * FROM searches ORDER BY created_at, id");
    this.#ofModel = database.prepare(
      `SELECT * FROM searches WHERE model_fingerprint = ? AND setting ->> 'device' = ?
       ORDER BY created_at DESC, id DESC LIMIT ?`,
    );
    this.#setState = database.prepare("UPDATE searches SET state = ?, status = ? WHERE id = ?");
    this.#setProgress = database.prepare("UPDATE searches SET progress = ?, elapsed = ? WHERE id = ?");
    this.#setSetting = database.prepare("UPDATE searches SET setting = ? WHERE id = ?");
    this.#interrupt = database.prepare(
      `UPDATE searches SET state = 'interrupted', status = ?
       WHERE state IN ('queued', 'preparing', 'running', 'stopping')`,
    );
    this.#remove = database.prepare("DELETE FROM searches WHERE id = ?");
    this.#putMeasurement = database.prepare("INSERT OR REPLACE INTO measurements VALUES (?, ?, ?, ?, ?, ?)");
    this.#measurements = database.prepare("SELECT * FROM measurements WHERE search = ?");
  }

  insert(search: StoredSearch): void {
    this.#insert.run(
      search.id,
      search.createdAt,
      JSON.stringify(search.spec),
      search.modelName,
      search.modelFingerprint,
      JSON.stringify(search.shape),
      Number(search.hasKey),
      search.state,
      search.status,
      search.elapsed,
      JSON.stringify(search.progress),
    );
  }

  find(id: string): StoredSearch | undefined {
    const row = this.#find.get(id);
    return row && searchOf(row);
  }

  /** All searches, oldest first. */
  list(): StoredSearch[] {
    return this.#list.all().map(searchOf);
  }

  /** Searches of a model that were prepared on a device, the newest first. */
  ofModel(fingerprint: string, device: string, limit: number): StoredSearch[] {
    return this.#ofModel.all(fingerprint, device, limit).map(searchOf);
  }

  setState(id: string, state: SearchState, status: string): void {
    this.#setState.run(state, status, id);
  }

  setProgress(id: string, progress: SearchProgress, elapsed: number): void {
    this.#setProgress.run(JSON.stringify(progress), elapsed, id);
  }

  setSetting(id: string, setting: SearchSetting): void {
    this.#setSetting.run(JSON.stringify(setting), id);
  }

  /** Marks the searches that an earlier process left in the middle of something. */
  markInterrupted(status: string): void {
    this.#interrupt.run(status);
  }

  /** Removes a search with all that belongs to it. */
  remove(id: string): void {
    this.#remove.run(id);
  }

  putMeasurement(id: string, { split, model, measured }: StoredMeasurement): void {
    this.#putMeasurement.run(id, split, model, measured.perplexity, measured.loss, JSON.stringify(measured.card));
  }

  measurements(id: string): StoredMeasurement[] {
    return this.#measurements.all(id).map((row) => ({
      split: row["split"] as StoredMeasurement["split"],
      model: row["model"] as StoredMeasurement["model"],
      measured: {
        perplexity: Number(row["perplexity"]),
        loss: Number(row["loss"]),
        card: json<ProtocolCard>(row["card"]),
      },
    }));
  }
}

function searchOf(row: Row): StoredSearch {
  return {
    id: String(row["id"]),
    createdAt: String(row["created_at"]),
    spec: SearchSpec.parse(json(row["spec"])),
    modelName: String(row["model_name"]),
    modelFingerprint: String(row["model_fingerprint"]),
    shape: json<ModelShape>(row["shape"]),
    hasKey: row["has_key"] === 1,
    state: row["state"] as SearchState,
    status: String(row["status"]),
    elapsed: Number(row["elapsed"]),
    progress: json<SearchProgress>(row["progress"]),
    setting: row["setting"] === null ? undefined : json<SearchSetting>(row["setting"]),
  };
}

/** A column that this program wrote as JSON. */
function json<T>(column: SQLOutputValue | undefined): T {
  return JSON.parse(String(column)) as T;
}
