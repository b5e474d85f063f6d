import { UserError } from "../base/errors.ts";

/** What SQLite's result codes mean to a person. The extended codes have these in their lowest byte. */
const MEANINGS: ReadonlyMap<number, readonly [code: string, message: string, hint: string]> = new Map([
  [5, ["database-busy", "Another program keeps the run database locked.", "End that program, then try again."]],
  [
    8,
    [
      "database-read-only",
      "The run database cannot be written.",
      "Make its folder and files writable, then try again.",
    ],
  ],
  [10, ["database-io", "The disk of the run database failed to read or write.", "Check the disk of the data folder."]],
  [
    11,
    [
      "database-damaged",
      "The run database is damaged.",
      "End the runner and move runs.sqlite out of the data folder; a new one is begun.",
    ],
  ],
  [13, ["disk-full", "The disk of the data folder is full.", "Make room, then go on: what was measured is kept."]],
]);

/** Words what SQLite throws for reasons that a person can do something about; anything else is given back as it is. */
export function worded(thrown: unknown): unknown {
  if (!(thrown instanceof Error && "errcode" in thrown && typeof thrown.errcode === "number")) return thrown;
  const meaning = MEANINGS.get(thrown.errcode % 256);
  if (!meaning) return thrown;
  const [code, message, hint] = meaning;
  return new UserError(code, message, hint, { cause: thrown });
}
