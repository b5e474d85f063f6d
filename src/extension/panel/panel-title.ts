import type { SearchSummary } from "../../protocol/runner.ts";
import { percent } from "../../protocol/text/numbers.ts";

/** The title of a panel's tab. A search that is not known (yet) is called by its id. */
export function panelTitle(searches: readonly string[], find: (id: string) => SearchSummary | undefined): string {
  const [first = ""] = searches;
  if (searches.length > 1) return `Compare ${searches.length} Searches`;
  const summary = find(first);
  return summary ? `${summary.model} · ${percent(summary.target)}` : `Search ${first}`;
}
