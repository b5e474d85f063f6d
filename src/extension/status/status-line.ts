import { isActive } from "../../protocol/active-search.ts";
import type { SearchSummary } from "../../protocol/runner.ts";
import { duration, shortFitness } from "../../protocol/text/numbers.ts";
import type { Away } from "../searches/abilities.ts";
import type { Times } from "../searches/live-times.ts";
import { searchNames } from "../searches/search-names.ts";
import { progressText, shortProgress, timesText } from "../searches/search-text.ts";
import { searchTooltip } from "../searches/search-tooltip.ts";

/** What the status bar says while something runs. */
export interface StatusLine {
  /** With a codicon. */
  readonly text: string;
  /** Markdown. */
  readonly tooltip: string;
  /** What a screen reader says: without the clock. */
  readonly spoken: string;
  /** The search that is meant, when there is only one. */
  readonly only: string | undefined;
}

/** What runs comes before what waits. */
const order = ["running", "preparing", "stopping", "queued"];

/** @returns undefined when nothing is queued, is prepared or runs */
export function statusLine(
  searches: readonly SearchSummary[],
  timesOf: (search: SearchSummary) => Times,
  away: Away | undefined,
): StatusLine | undefined {
  const active = searches.filter(isActive).sort((one, other) => order.indexOf(one.state) - order.indexOf(other.state));
  const [first, ...others] = active;
  if (!first) return undefined;
  const names = searchNames(searches);
  const only = others.length === 0 ? first.id : undefined;
  const several = others.length === 0 ? "" : `${active.length} searches · `;
  const parts = away ? [away] : progressParts(first, timesOf(first));
  const icon = away ? "debug-disconnect" : first.state === "queued" ? "clock" : "loading~spin";
  const tooltips = active.map((search) => tooltip(search, names, timesOf(search), away));
  return {
    text: `$(${icon}) ${several}${parts.join(" · ")}`,
    tooltip: tooltips.join("\n\n---\n\n"),
    spoken: `Self-Pruner: ${several}${names.get(first.id)}, ${away ?? spoken(first)}`,
    only,
  };
}

/** `7/20 · best 12.346 · 2:10 left`. */
function progressParts(search: SearchSummary, times: Times): string[] {
  const { state, bestFitness } = search;
  if (state !== "running") return [state];
  return [
    shortProgress(search),
    ...(bestFitness === undefined ? [] : [`best ${shortFitness(bestFitness)}`]),
    times.eta === undefined ? timesText(times) : `${duration(times.eta)} left`,
  ];
}

function spoken(search: SearchSummary): string {
  return search.state === "running" ? progressText(search) : search.state;
}

function tooltip(
  search: SearchSummary,
  names: ReadonlyMap<string, string>,
  times: Times,
  away: Away | undefined,
): string {
  return searchTooltip(search, names.get(search.id) ?? search.id, times, away ?? search.state);
}
