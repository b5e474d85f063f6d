import { isActive } from "../../protocol/active-search.ts";
import type { SearchState, SearchSummary } from "../../protocol/runner.ts";
import { llmSilence } from "../../protocol/text/llm-silence.ts";
import { fitnessText, shortFitness } from "../../protocol/text/numbers.ts";
import { objectiveWords } from "../../protocol/text/objectives.ts";
import { type Away, abilitiesOf } from "./abilities.ts";
import type { Times } from "./live-times.ts";
import type { RowView } from "./row-view.ts";
import { dateText, progressText, shortProgress, timesText, toUniform } from "./search-text.ts";
import { searchTooltip } from "./search-tooltip.ts";

/** What a search's line depends on besides its summary. */
export interface SearchRowContext {
  readonly name: string;
  readonly times: Times;
  /** Where no runner answers: what is known of an active search may be out of date. */
  readonly away: Away | undefined;
}

type Icon = RowView["icon"];

const icons: Readonly<Record<SearchState, Icon>> = {
  queued: { id: "clock", color: "testing.iconQueued" },
  preparing: { id: "loading~spin" },
  running: { id: "loading~spin", color: "charts.blue" },
  paused: { id: "debug-pause", color: "charts.yellow" },
  stopping: { id: "loading~spin", color: "charts.yellow" },
  finished: { id: "pass", color: "testing.iconPassed" },
  stopped: { id: "debug-stop", color: "charts.yellow" },
  failed: { id: "error", color: "testing.iconFailed" },
  interrupted: { id: "debug-disconnect", color: "charts.orange" },
};

const awayIcon: Icon = { id: "debug-disconnect", color: "disabledForeground" };

/** The line of a search. */
export function searchRow(summary: SearchSummary, context: SearchRowContext): RowView {
  const { id, state, generation, evaluations } = summary;
  const lost = isActive(summary) ? context.away : undefined;
  const condition = lost ?? state;
  return {
    id: `search/${id}`,
    label: context.name,
    description: descriptionParts(summary, context.times, condition).join(" · "),
    icon: lost ? awayIcon : icons[state],
    tooltip: searchTooltip(summary, context.name, context.times, condition),
    contextValue: ["search", ...abilitiesOf(summary, context.away)].join(" "),
    spoken: spokenParts(summary, context.name, condition).join(", "),
    isExpandable: generation > 0 || evaluations > 0,
  };
}

/** `7/20 · 12.346 · 1:23, 2:10 left`, the most telling first, as a side bar is narrow; what does not run says so. */
function descriptionParts(summary: SearchSummary, times: Times, condition: string): string[] {
  const { state, status, bestFitness, createdAt } = summary;
  const best = bestFitness === undefined ? [] : [shortFitness(bestFitness)];
  const silent = llmSilence(summary.llm) === undefined ? [] : ["LLM fails"];
  if (condition === "running") return [shortProgress(summary), ...best, ...silent, timesText(times)];
  if (state === "finished") return [...best, ...silent, dateText(createdAt)];
  if (condition === "preparing" || condition === "queued") return [condition, ...(status ? [status] : [])];
  const begun = summary.evaluations > 0 ? [shortProgress(summary)] : [];
  const when = isActive(summary) ? [] : [dateText(createdAt)];
  return [condition, ...begun, ...best, ...when];
}

/** Without the clock, so that a screen reader is not told the same line again and again. */
function spokenParts(summary: SearchSummary, name: string, condition: string): string[] {
  const { bestFitness, uniformFitness, objective, status } = summary;
  const difference = toUniform(bestFitness, uniformFitness);
  const silence = llmSilence(summary.llm);
  return [
    name,
    condition,
    progressText(summary),
    ...(bestFitness === undefined ? [] : [`best ${objectiveWords[objective]} ${fitnessText(bestFitness)}`]),
    ...(difference ? [difference] : []),
    ...(status ? [status] : []),
    ...(silence ? [silence] : []),
  ];
}
