import { DatabaseSync } from "node:sqlite";

/** Held as long as the process lives, or until it is released. */
export interface FolderLock {
  release(): void;
}

/** SQLite's primary result code for a lock that another process holds. */
const SQLITE_BUSY = 5;

/**
 * Takes the lock that makes a process the only runner of a data folder. It is SQLite's own file lock, which the system
 * drops when the process dies by whatever means: a lock can be neither stale nor taken by two who look at once.
 *
 * @param path of a file that is used for nothing else
 * @returns undefined when another process holds it
 */
export function lockFolder(path: string): FolderLock | undefined {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
    return { release: () => database.close() };
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY;
}
