import { isActive } from "../../protocol/active-search.ts";
import type { SearchState, SearchSummary } from "../../protocol/runner.ts";
import type { Presence } from "../runner/link.ts";

/** What can be done with a search, and what it has: the words that the menus of package.json look for. */
export type Ability = "canPause" | "canResume" | "canStop" | "ended" | "hasBest";

const byState: Readonly<Record<SearchState, readonly Ability[]>> = {
  queued: ["canPause", "canStop"],
  preparing: ["canPause", "canStop"],
  running: ["canPause", "canStop"],
  paused: ["canResume", "canStop"],
  stopping: [],
  finished: ["ended"],
  stopped: ["canResume", "ended"],
  failed: ["canResume", "ended"],
  interrupted: ["canResume", "ended"],
};

/** How it stands with the runner where that does not answer, so that what is known of active searches may be out of date. */
export type Away = "runner away" | "runner does not answer";

/** @returns undefined when the runner answers */
export function awayOf({ kind }: Presence): Away | undefined {
  if (kind === "attached") return undefined;
  return kind === "unresponsive" ? "runner does not answer" : "runner away";
}

/** A search that was active when its runner stopped answering can only be resumed, which takes another runner. */
export function abilitiesOf(summary: SearchSummary, away: Away | undefined): readonly Ability[] {
  const known: readonly Ability[] = away && isActive(summary) ? ["canResume"] : byState[summary.state];
  return summary.bestFitness === undefined ? known : [...known, "hasBest"];
}
