import type { SearchEstimate } from "../protocol/runner.ts";
import type { EventStore } from "../runs/event-store.ts";
import type { SearchStore } from "../runs/search-store.ts";
import type { StoredSearch } from "../runs/stored-search.ts";
import { expectedEvaluations } from "../search/methods/index.ts";
import type { SearchSpec } from "../search/spec.ts";

/** Earlier searches that are looked at. */
const MOST_SEARCHES = 20;
/** Evaluations of a search before which its pace says nothing. */
const FEWEST_EVALUATIONS = 3;

/** Where the pace of earlier searches is found. */
export interface PaceStores {
  readonly searches: Pick<SearchStore, "ofModel">;
  readonly events: Pick<EventStore, "elapsed">;
}

/** What a search runs on. */
export interface Ground {
  readonly fingerprint: string;
  /** As `auto` came down to. */
  readonly device: string;
}

/** How fast earlier searches forwarded tokens, waits for an LLM included where they had one. */
interface Pace {
  readonly tokensPerSecond: number;
  readonly searches: number;
}

/** What scoring the candidates of a search takes, by its sizes, its budget and the pace of earlier searches. */
export function estimateSearch(spec: SearchSpec, ground: Ground, stores: PaceStores): SearchEstimate {
  const evaluations = expectedEvaluations(spec);
  const perEvaluation = spec.windows.search * spec.protocol.seqlen;
  const tokens = Math.min(evaluations * perEvaluation, spec.budget.tokens ?? Number.POSITIVE_INFINITY);
  const { seconds, basis } = timeOf(tokens, spec, ground, stores);
  return {
    evaluations: Math.min(evaluations, Math.ceil(tokens / perEvaluation)),
    tokens,
    seconds: seconds && Math.min(seconds, spec.budget.seconds ?? seconds),
    basis,
    device: ground.device,
  };
}

function timeOf(
  tokens: number,
  spec: SearchSpec,
  { fingerprint, device }: Ground,
  { searches, events }: PaceStores,
): { readonly seconds: number | undefined; readonly basis: string } {
  const earlier = searches.ofModel(fingerprint, device, MOST_SEARCHES);
  const alike = earlier.filter((search) => hasLlm(search.spec) === hasLlm(spec));
  const pace = paceOf(alike, events);
  if (pace) return { seconds: tokens / pace.tokensPerSecond, basis: `${measuredAt(pace, device)}.` };
  const other = paceOf(earlier, events);
  if (!other) return unknownTime(spec, device);
  const difference = hasLlm(spec) ? "without an LLM, whose answers take time of their own" : "with an LLM";
  return { seconds: tokens / other.tokensPerSecond, basis: `${measuredAt(other, device)} ${difference}.` };
}

function unknownTime({ budget }: SearchSpec, device: string) {
  const what = `No search of this model has run on ${device} yet`;
  if (budget.seconds === undefined) return { seconds: undefined, basis: `${what}.` };
  return { seconds: budget.seconds, basis: `${what}; the time is the budget's.` };
}

function paceOf(searches: readonly StoredSearch[], events: PaceStores["events"]): Pace | undefined {
  const measured = searches
    .filter(({ progress }) => progress.evaluations >= FEWEST_EVALUATIONS)
    .map((search) => ({ tokens: tokensOf(search), seconds: events.elapsed(search.id) }))
    .filter(({ seconds }) => seconds > 0);
  if (measured.length === 0) return undefined;
  const total = (key: "tokens" | "seconds") => measured.reduce((sum, search) => sum + search[key], 0);
  return { tokensPerSecond: total("tokens") / total("seconds"), searches: measured.length };
}

/** Tokens that the candidates of a search have taken. */
function tokensOf({ progress, setting, spec }: StoredSearch): number {
  const windows = setting?.card?.windows ?? spec.windows.search;
  return progress.evaluations * windows * spec.protocol.seqlen;
}

function hasLlm({ llm }: SearchSpec): boolean {
  return llm.provider === "openai" || llm.provider === "editor";
}

function measuredAt({ tokensPerSecond, searches }: Pace, device: string): string {
  const speed = Math.round(tokensPerSecond).toLocaleString("en-US");
  const which = searches === 1 ? "an earlier search" : `${searches} earlier searches`;
  return `Based on ${speed} tokens per second in ${which} of this model on ${device}`;
}
