import { isActive } from "../../protocol/active-search.ts";
import { silenceSentence } from "../../protocol/client/silent-runner.ts";
import type { SearchSummary } from "../../protocol/runner.ts";
import type { Presence } from "../runner/link.ts";
import { type Ability, abilitiesOf, awayOf } from "./abilities.ts";
import { type Filter, isFiltering } from "./arrange.ts";

/** What the facts around the tree's lines follow from. */
export interface ViewSource {
  readonly searches: readonly SearchSummary[];
  /** Lines that pass the filter. */
  readonly shown: number;
  readonly filter: Filter;
  readonly presence: Presence;
  /** The searches were looked for: an empty list means that there are none. */
  readonly isKnown: boolean;
  /** Why the runner that is there could not be asked for them. A row of the tree says it. */
  readonly problem: string | undefined;
}

/** What is shown around the tree's lines, and what menus and welcome texts look at. */
export interface ViewFacts {
  readonly badge: { readonly value: number; readonly tooltip: string } | undefined;
  readonly message: string | undefined;
  readonly description: string | undefined;
  /** By name below `selfPruner.`; package.json's conditions read them. */
  readonly keys: Readonly<Record<ContextKey, ContextValue>>;
}

type ContextKey = "view" | "isFiltered" | "hasSearches" | "canCompare" | Exclude<Ability, "ended">;
type ContextValue = string | boolean | undefined;

export function viewFacts(source: ViewSource): ViewFacts {
  const { shown, searches, filter } = source;
  return {
    badge: badge(source),
    // A message would take the place of the welcome text of an empty tree.
    message: shown > 0 ? trouble(source) : undefined,
    description: isFiltering(filter) ? `${filterText(filter)} (${shown} of ${searches.length})` : undefined,
    keys: contextKeys(source),
  };
}

function badge({ searches, presence }: ViewSource): ViewFacts["badge"] {
  const running = awayOf(presence)
    ? 0
    : searches.filter((search) => isActive(search) && search.state !== "queued").length;
  if (running === 0) return undefined;
  return { value: running, tooltip: running === 1 ? "1 search runs" : `${running} searches run` };
}

/** What is wrong with the runner, and the way out. */
function trouble({ presence, searches }: ViewSource): string | undefined {
  const isLost = ({ state }: SearchSummary) => state === "interrupted";
  const lost = searches.some(isLost) ? " Searches that ran can be resumed." : "";
  switch (presence.kind) {
    case "gone":
      return `${presence.reason}${lost}`;
    case "skew":
      return presence.reason;
    case "unresponsive":
      return `${silenceSentence(presence.pid, presence.since)} It may be busy, or hang. ${wayOut(searches)}`;
    case "absent":
      return lost ? `No runner runs.${lost}` : undefined;
    case "attached":
    case "connecting":
      return undefined;
  }
}

function wayOut(searches: readonly SearchSummary[]): string {
  return searches.some(isActive)
    ? "Resume ends it and goes on in another one, after a question."
    : "Show Runners can end it.";
}

function filterText({ text, states }: Filter): string {
  const words = text.trim();
  return [...(words ? [`“${words}”`] : []), ...(states.length > 0 ? [states.join(", ")] : [])].join(" · ");
}

function contextKeys(source: ViewSource): ViewFacts["keys"] {
  const { searches, presence, filter } = source;
  const away = awayOf(presence);
  const abilities = new Set(searches.flatMap((search) => abilitiesOf(search, away)));
  return {
    view: viewKey(source),
    isFiltered: isFiltering(filter),
    hasSearches: searches.length > 0,
    canCompare: searches.length > 1,
    canPause: abilities.has("canPause"),
    canResume: abilities.has("canResume"),
    canStop: abilities.has("canStop"),
    hasBest: abilities.has("hasBest"),
  };
}

function viewKey({ searches, shown, presence, isKnown, problem }: ViewSource): string | undefined {
  if (shown > 0 || problem !== undefined) return "list";
  if (searches.length > 0) return "filtered";
  if (presence.kind === "unresponsive") return "silent";
  if (presence.kind === "gone" || presence.kind === "skew") return "away";
  return isKnown ? "empty" : undefined;
}
