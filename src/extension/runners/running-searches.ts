import type { SearchState } from "../../protocol/runner.ts";

const RUNNING: readonly SearchState[] = ["queued", "preparing", "running", "stopping"];

/** How many searches the end of the runner would interrupt. Paused ones wait for a person as they would without it. */
export function countRunning(searches: readonly { readonly state: SearchState }[]): number {
  return searches.filter(({ state }) => RUNNING.includes(state)).length;
}

/** `1 search runs`, `3 searches run`. */
export function searchesRun(count: number): string {
  return count === 1 ? "1 search runs" : `${count} searches run`;
}
