import type {
  ChartPoint,
  GenerationRow,
  ProposalRow,
  ScoredCandidate,
  SearchDetail,
} from "../../src/protocol/runner.ts";
import type { ProposalTally } from "../../src/search/events.ts";

/**
 * What the panel knows of one search: a snapshot, with the events since folded in. The lists grow in place, because a
 * search can have a hundred thousand evaluations; `version` changes whenever anything did.
 */
export interface SearchModel {
  readonly id: string;
  readonly detail: SearchDetail;
  /** Number of the newest event that was folded in. */
  readonly sequence: number;
  readonly version: number;
  readonly points: readonly ChartPoint[];
  /** Every improvement, exact. */
  readonly best: readonly ChartPoint[];
  readonly generations: readonly GenerationRow[];
  /** Best first, bounded. */
  readonly top: readonly ScoredCandidate[];
  readonly proposals: readonly ProposalRow[];
  readonly tally: ProposalTally;
}
