import type { SearchState, SearchSummary } from "../../protocol/runner.ts";

/** Orders of the tree. */
export const ORDERS = ["newest", "state", "fitness", "model"] as const;
export type Order = (typeof ORDERS)[number];

/** Groups of states that a person filters by. */
export const STATE_GROUPS = ["active", "paused", "finished", "stopped", "failed"] as const;
export type StateGroup = (typeof STATE_GROUPS)[number];

/** Which searches the tree shows. */
export interface Filter {
  /** Part of a name, method, state or id; empty = all. */
  readonly text: string;
  /** Empty = all. */
  readonly states: readonly StateGroup[];
}

export const NO_FILTER: Filter = { text: "", states: [] };

const groupOf: Readonly<Record<SearchState, StateGroup>> = {
  queued: "active",
  preparing: "active",
  running: "active",
  stopping: "active",
  paused: "paused",
  finished: "finished",
  stopped: "stopped",
  failed: "failed",
  interrupted: "failed",
};

/** What goes on comes first. */
const stateRank: readonly SearchState[] = [
  "running",
  "preparing",
  "stopping",
  "queued",
  "paused",
  "interrupted",
  "failed",
  "stopped",
  "finished",
];

type Compare = (one: SearchSummary, other: SearchSummary) => number;

const comparisons: Readonly<Record<Order, Compare>> = {
  newest: () => 0,
  state: (one, other) => stateRank.indexOf(one.state) - stateRank.indexOf(other.state),
  fitness: (one, other) => compareNumbers(relativeFitness(one), relativeFitness(other)),
  model: (one, other) => one.model.localeCompare(other.model) || one.target - other.target,
};

export function isFiltering({ text, states }: Filter): boolean {
  return text.trim() !== "" || states.length > 0;
}

/**
 * The searches that pass the filter, in order; equals stay newest first.
 * @param searches newest first
 * @param names what they are called
 */
export function arrange(
  searches: readonly SearchSummary[],
  names: ReadonlyMap<string, string>,
  order: Order,
  filter: Filter,
): SearchSummary[] {
  return searches.filter((search) => passes(search, names.get(search.id) ?? "", filter)).sort(comparisons[order]);
}

function passes(search: SearchSummary, name: string, { text, states }: Filter): boolean {
  if (states.length > 0 && !states.includes(groupOf[search.state])) return false;
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const known = `${name} ${search.model} ${search.method} ${search.state} ${search.id}`.toLowerCase();
  return words.every((word) => known.includes(word));
}

/** Best fitness as a share of that of uniform rates: comparable between models. What has none comes last. */
function relativeFitness({ bestFitness, uniformFitness }: SearchSummary): number {
  return bestFitness && uniformFitness ? bestFitness / uniformFitness : Number.POSITIVE_INFINITY;
}

function compareNumbers(one: number, other: number): number {
  return one === other ? 0 : one - other;
}
