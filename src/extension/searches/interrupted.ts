import { isActive } from "../../protocol/active-search.ts";
import type { SearchSummary } from "../../protocol/runner.ts";
import { RUNNER_ENDED } from "../../protocol/text/runner-ended.ts";
import type { Presence } from "../runner/link.ts";

/** Whether no runner is there: it ended, whoever ended it. */
export function hasEnded({ kind }: Presence): boolean {
  return kind === "absent" || kind === "gone";
}

/**
 * What has become of a search with the end of its runner. The next runner will say the same, so that it does not matter
 * which of the last words of the one that ended have come.
 */
export function afterRunner(summary: SearchSummary): SearchSummary {
  return isActive(summary) ? { ...summary, state: "interrupted", status: RUNNER_ENDED, eta: undefined } : summary;
}
