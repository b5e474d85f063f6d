import { DatabaseSync } from "node:sqlite";
import { messageOf, UserError } from "../base/errors.ts";
import { worded } from "./database-errors.ts";
import { migrations } from "./migrations.ts";

/** Milliseconds to wait for another process that reads or copies the database. */
const BUSY_TIMEOUT = 5000;

/**
 * Opens the run database and brings its schema up to date; creates it when there is none.
 *
 * Commits survive the death of the process. After a power failure the newest ones can be missing (synchronous NORMAL
 * under WAL), which costs a search only the work of those moments: it resumes from what is there.
 *
 * @param path of the file, or `:memory:`
 * @throws UserError when the file was written by a newer version, which is then left as it is, is no database, or cannot be
 * used for now, such as one that another program keeps locked
 */
export function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT });
  try {
    migrate(database, path);
    return database;
  } catch (error) {
    database.close();
    const told = worded(error);
    if (told instanceof UserError) throw told;
    throw new UserError(
      "database-unreadable",
      `The run database ${path} cannot be opened: ${messageOf(error)}.`,
      "Move the file away to start with an empty database.",
      { cause: error },
    );
  }
}

/** Runs `work` as one transaction: all of its writes are kept, or none. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

/** A full disk makes SQLite end the transaction by itself; the reason must not be lost over that. */
function rollBack(database: DatabaseSync): void {
  try {
    database.exec("ROLLBACK");
  } catch {
    // Nothing is left to be rolled back.
  }
}

/** Version of the schema that a database has, and the one that this program writes. */
export function schemaVersion(database: DatabaseSync): { readonly found: number; readonly known: number } {
  const row = database.prepare("PRAGMA user_version").get();
  return { found: Number(row?.["user_version"]), known: migrations.length };
}

function migrate(database: DatabaseSync, path: string): void {
  // Read before anything is set: switching to WAL would already write into the file of a newer version.
  const { found, known } = schemaVersion(database);
  if (found > known) {
    throw new UserError(
      "database-newer",
      `The run database ${path} was written by a newer version (schema ${found}, this one knows ${known}).`,
      "Update Self-Pruner, or name another data folder.",
    );
  }
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON");
  for (const [step, sql] of migrations.entries()) {
    if (step < found) continue;
    transaction(database, () => database.exec(`${sql}; PRAGMA user_version = ${step + 1}`));
  }
}
