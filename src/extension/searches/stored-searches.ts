import { access } from "node:fs/promises";
import { join } from "node:path";

/** Whether a data folder holds searches that a runner could tell of; docs/protocol.md names its files. */
export async function hasStoredSearches(dataFolder: string): Promise<boolean> {
  try {
    await access(join(dataFolder, "runs.sqlite"));
    return true;
  } catch {
    return false;
  }
}
