import type { SearchSummary } from "../../protocol/runner.ts";
import type { Event } from "../emitter.ts";

/** Ids of what became different in a list of searches. */
export interface SearchListChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Still there, with another summary. */
  readonly changed: readonly string[];
}

/** The searches of the runner as this window knows them: what the tree, the status bar and the commands look at. */
export interface SearchList {
  /** Newest first. Kept while the runner is away, so that what was seen last stays visible. */
  readonly all: readonly SearchSummary[];
  find(id: string): SearchSummary | undefined;
  readonly onChanged: Event<SearchListChange>;
}
