import { isActive } from "../../protocol/active-search.ts";
import type { SearchSummary } from "../../protocol/runner.ts";

/** How many searches the end of the runner would interrupt. Paused ones wait for a person as they would without it. */
export function countRunning(searches: readonly Pick<SearchSummary, "state">[]): number {
  return searches.filter(isActive).length;
}

/** `1 search runs`, `3 searches run`. */
export function searchesRun(count: number): string {
  return count === 1 ? "1 search runs" : `${count} searches run`;
}
