import { chmod, mkdir, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../base/errors.ts";

const DATABASE_FILE = "runs.sqlite";
/** The file whose lock makes a process the runner of its folder. */
export const LOCK_FILE = "runner.lock";

/**
 * Makes the data folder one that only its user can enter (0700). A folder that was there before is only closed to
 * others when it is empty or ours: `--data-folder ~` must not change who can enter a home.
 *
 * @throws UserError when the folder is open to others and holds something else
 */
export async function prepareDataFolder(dataFolder: string): Promise<void> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  if (process.platform === "win32") return;
  const { mode } = await stat(dataFolder);
  if ((mode & 0o077) === 0) return;
  const names = await readdir(dataFolder);
  if (!names.every((name) => /^(runs\.sqlite|runner\.)/.test(name)) && !names.includes(DATABASE_FILE)) {
    throw new UserError(
      "data-folder-open",
      `The data folder ${dataFolder} can be entered by other users and holds files that are not Self-Pruner's.`,
      `Name another folder, or close this one with \`chmod 700 ${dataFolder}\`.`,
    );
  }
  await chmod(dataFolder, 0o700);
}

export function databasePath(dataFolder: string): string {
  return join(dataFolder, DATABASE_FILE);
}
