import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** The evaluations of a search by their question, each with its answer and the seconds of its first measurement. */
export function evaluationRows(dataFolder: string, search: string): Map<string, string> {
  return read(dataFolder, (database) => {
    const rows = database
      .prepare(
        `SELECT text || ' ' || objective || ' ' || plan || ' ' || from_window || '-' || to_window AS question,
                hex(losses) || ' in ' || seconds AS answer
         FROM evaluations WHERE search = ? ORDER BY question`,
      )
      .all(search);
    return new Map(rows.map((row) => [String(row["question"]), String(row["answer"])]));
  });
}

/** The events and candidates of a search as they are stored, without the times. */
export function storedTrajectory(dataFolder: string, search: string): unknown[] {
  return read(dataFolder, (database) => [
    ...database
      .prepare("SELECT sequence, type, candidate, event FROM events WHERE search = ? ORDER BY sequence")
      .all(search),
    ...database
      .prepare(
        "SELECT id, generation, operator, author, parents, rates, plan FROM candidates WHERE search = ? ORDER BY id",
      )
      .all(search),
  ]);
}

function read<T>(dataFolder: string, query: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(join(dataFolder, "runs.sqlite"), { readOnly: true, timeout: 5000 });
  try {
    return query(database);
  } finally {
    database.close();
  }
}
