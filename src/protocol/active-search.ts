import type { SearchState, SearchSummary } from "./runner.ts";

const active: ReadonlySet<SearchState> = new Set(["queued", "preparing", "running", "stopping"]);

/** Whether a search waits for its device or uses it: as long as there is a runner, it goes on without anybody's doing. */
export function isActive({ state }: Pick<SearchSummary, "state">): boolean {
  return active.has(state);
}
