import { mkdir, open, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";

/** Milliseconds after which a claim is one of an earlier end of the same search. */
const FRESH = 10_000;

/**
 * Lets one of several windows tell of a search's end: the first that claims it. Claims are files in a folder that the
 * windows share.
 */
export class EndClaims {
  readonly #folder: string;
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(folder: string, now: () => number = Date.now) {
    this.#folder = folder;
    this.#now = now;
  }

  /** @returns whether this window is the one that tells; also when the folder cannot be written to */
  async claim(search: string): Promise<boolean> {
    const file = join(this.#folder, `ended-${search}`);
    try {
      await mkdir(this.#folder, { recursive: true });
    } catch {
      return true;
    }
    try {
      await (await open(file, "wx")).close();
      return true;
    } catch (error) {
      return isTaken(error) ? this.#takeOver(file) : true;
    }
  }

  /** Once the other windows have heard of the end, too. */
  async release(search: string): Promise<void> {
    await rm(join(this.#folder, `ended-${search}`), { force: true });
  }

  /** A window that was closed meanwhile has left its claim behind. */
  async #takeOver(file: string): Promise<boolean> {
    try {
      const now = this.#now();
      if (now - (await stat(file)).mtimeMs < FRESH) return false;
      await utimes(file, now / 1000, now / 1000);
      return true;
    } catch {
      // Released just now: it was told.
      return false;
    }
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EEXIST";
}
