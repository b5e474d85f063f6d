import { appendFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Secrets } from "./secrets.ts";

/** Bytes after which the log is moved aside; one old log is kept. */
const MAX_BYTES = 4 * 2 ** 20;

/** The runner's log: one line per event, no secret, bounded size. */
export class Log {
  readonly #path: string;
  readonly #secrets: Secrets;

  constructor(dataFolder: string, secrets: Secrets) {
    this.#path = join(dataFolder, "runner.log");
    this.#secrets = secrets;
  }

  write(text: string): void {
    const line = this.#secrets.redact(text).replaceAll("\n", "\n  ");
    try {
      this.#rotate();
      appendFileSync(this.#path, `${new Date().toISOString()} ${line}\n`, { mode: 0o600 });
    } catch {
      // A full disk must not end a search; the database tells it where it matters.
    }
  }

  #rotate(): void {
    const size = statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0;
    if (size > MAX_BYTES) renameSync(this.#path, `${this.#path}.1`);
  }
}
