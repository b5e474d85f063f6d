import { isActive } from "../../protocol/active-search.ts";
import type { SearchSummary } from "../../protocol/runner.ts";
import { searchNames } from "./search-names.ts";

/** What a person is asked before searches are deleted. */
export function deleteQuestion(
  ids: readonly string[],
  searches: readonly SearchSummary[],
): { readonly question: string; readonly detail: string } {
  const running = searches.filter((search) => ids.includes(search.id) && isActive(search)).length;
  const [first = ""] = ids;
  if (ids.length === 1) {
    const ending = running > 0 ? "It is ended first. " : "";
    const detail = `${ending}All that it measured will be lost. Rate files that were saved stay.`;
    return { question: `Delete the search ${searchNames(searches).get(first) ?? first}?`, detail };
  }
  const ending = running > 0 ? `${running} of them ${running === 1 ? "is" : "are"} ended first. ` : "";
  const detail = `${ending}All that they measured will be lost. Rate files that were saved stay.`;
  return { question: `Delete ${ids.length} searches?`, detail };
}
