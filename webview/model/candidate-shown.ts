import type { CandidateDetail, CandidateRelative, Fitness } from "../../src/protocol/runner.ts";
import type { CandidateRef } from "../../src/protocol/webview.ts";
import type { Candidate } from "../../src/search/candidate.ts";
import { candidateIn } from "./candidate-focus.ts";
import type { SearchModel } from "./search-model.ts";

/** The candidate whose details are shown. */
export interface ShownCandidate {
  readonly candidate: Candidate;
  readonly fitness: Fitness | undefined;
  /** Those that are known; all of them once the candidate was selected and its details have come. */
  readonly parents: readonly CandidateRelative[];
  /** Undefined until its details have come. */
  readonly children: readonly number[] | undefined;
  /** From 1; undefined when it is not among the best. */
  readonly rank: number | undefined;
  readonly isSelected: boolean;
}

/**
 * The selected candidate, or the best one while none is. Until its details have come it is shown as far as the list of
 * the best candidates knows it; undefined when that does not.
 */
export function shownCandidate(
  search: SearchModel,
  selected: CandidateRef | undefined,
  detail: CandidateDetail | undefined,
): ShownCandidate | undefined {
  const wanted = candidateIn(search, selected);
  const id = wanted ?? search.top[0]?.candidate.id;
  const index = search.top.findIndex(({ candidate }) => candidate.id === id);
  const rank = index < 0 ? undefined : index + 1;
  const isSelected = wanted !== undefined;
  if (isSelected && detail && detail.candidate.id === id) return { ...detail, rank, isSelected };
  const scored = search.top[index];
  return scored && { ...scored, parents: parentsIn(search, scored.candidate), children: undefined, rank, isSelected };
}

function parentsIn({ top }: SearchModel, { parents }: Candidate): CandidateRelative[] {
  return parents.flatMap((id) => top.filter(({ candidate }) => candidate.id === id));
}
