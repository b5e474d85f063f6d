import type { CandidateRef } from "../../src/protocol/webview.ts";
import type { SearchModel } from "./search-model.ts";

/** The search that heatmaps and details are of: the selected candidate's, or the first that has arrived. */
export function focusedSearch(view: {
  readonly searches: readonly SearchModel[];
  readonly selected: CandidateRef | undefined;
}): SearchModel | undefined {
  return view.searches.find(({ id }) => id === view.selected?.search) ?? view.searches[0];
}

/** The candidate of a reference when it is of this search. */
export function candidateIn(search: SearchModel, ref: CandidateRef | undefined): number | undefined {
  return ref?.search === search.id ? ref.candidate : undefined;
}
