import { UserError } from "../base/errors.ts";
import type { LlmCallRecord, LlmJournal } from "../llm/journal.ts";
import type { RunDatabase } from "../runs/run-database.ts";
import type { Secrets } from "./secrets.ts";

/**
 * The recorded LLM calls of a search. No key is ever stored, even where an endpoint repeats it in its answer.
 *
 * @throws UserError `search-missing` when there is no such search
 */
export function journalOf(database: RunDatabase<LlmCallRecord>, secrets: Secrets, search: string): LlmJournal {
  if (!database.searches.find(search)) throw searchMissing(search);
  return {
    find: (ordinal) => database.llmCalls.find(search, ordinal),
    append: (record) => database.llmCalls.append(search, redacted(record, secrets)),
  };
}

/** Text by text: a key that is a word of the record's own, such as `messages`, must not take that away. */
function redacted(record: LlmCallRecord, secrets: Secrets): LlmCallRecord {
  return JSON.parse(JSON.stringify(record), (_, value: unknown) =>
    typeof value === "string" ? secrets.redactStored(value) : value,
  );
}

export function searchMissing(id: string): UserError {
  return new UserError("search-missing", `There is no search ${id}.`, "`self-pruner runs` lists the searches.");
}
