import { isActive } from "../../src/protocol/active-search.ts";
import type { SearchDetail, SearchState, SearchSummary } from "../../src/protocol/runner.ts";
import { earlyEnd } from "../../src/protocol/text/end-sentence.ts";
import { duration, percent, shortFitness } from "../../src/protocol/text/numbers.ts";
import { objectiveNames, objectiveWords } from "../../src/protocol/text/objectives.ts";
import type { PanelAction } from "../../src/protocol/webview.ts";
import { basename, grouped } from "./candidate-words.ts";
import { signedPercent, stateNames } from "./wording.ts";

/** How a state is coloured. */
type Tone = "active" | "waiting" | "good" | "bad";

/** A number of the header with its name. */
export interface Stat {
  readonly name: string;
  readonly value: string;
  /** What the number means, in few words. */
  readonly note: string;
}

/** What the header of a search says. */
export interface Header {
  readonly title: string;
  /** Method, target, objective. */
  readonly facts: readonly string[];
  readonly state: string;
  readonly tone: Tone;
  /** Share of the search that is done, 0 to 1. */
  readonly progress: number;
  readonly progressText: string;
  readonly stats: readonly Stat[];
  readonly enabled: ReadonlySet<PanelAction>;
  /** What a person most likely wants next. */
  readonly main: PanelAction | undefined;
}

const TONES: Readonly<Record<SearchState, Tone>> = {
  queued: "waiting",
  preparing: "active",
  running: "active",
  paused: "waiting",
  stopping: "active",
  finished: "good",
  stopped: "waiting",
  failed: "bad",
  interrupted: "bad",
};

/** What can be done with a search in a state; what needs a best candidate comes on top. */
const STEERING: Readonly<Record<SearchState, readonly PanelAction[]>> = {
  queued: ["pause", "stop"],
  preparing: ["pause", "stop"],
  running: ["pause", "stop"],
  paused: ["resume", "stop"],
  stopping: [],
  finished: [],
  stopped: ["resume"],
  failed: ["resume"],
  interrupted: ["resume", "stop"],
};

/** What is known of a search besides what the runner last said. */
interface Since {
  /** Seconds since the summary came: a search that runs goes on meanwhile. */
  readonly seconds?: number;
  /** What to say where no runner answers: a search that was active may have ended with it; resuming it takes another one. */
  readonly away?: string | undefined;
}

export function headerOf(detail: SearchDetail, { seconds = 0, away }: Since = {}): Header {
  const summary = away ? withoutTimeLeft(detail.summary) : goneOn(detail.summary, seconds);
  const { model, method, target, objective, state } = summary;
  const lost = isActive(summary) ? away : undefined;
  const enabled: ReadonlySet<PanelAction> = lost ? new Set(["resume"]) : enabledActions(summary);
  return {
    title: basename(model),
    facts: [method, `${percent(target)} pruned`, objectiveNames[objective]],
    state: lost ?? stateNames[state],
    tone: lost ? "bad" : TONES[state],
    progress: progressOf(summary),
    progressText: progressText(summary),
    stats: [...fitnessStats(summary), ...reportStats(detail), ...timeStats(summary)],
    enabled,
    main: (["resume", "pause", "saveRates"] as const).find((action) => enabled.has(action)),
  };
}

function enabledActions({ state, bestFitness }: SearchSummary): ReadonlySet<PanelAction> {
  const rates: PanelAction[] = bestFitness === undefined ? [] : ["saveRates", "copyRates"];
  return new Set([...STEERING[state], ...rates, "compare"]);
}

function goneOn(summary: SearchSummary, since: number): SearchSummary {
  if (summary.state !== "running") return summary;
  const { elapsed, eta } = summary;
  return { ...summary, elapsed: elapsed + since, eta: eta === undefined ? undefined : Math.max(0, eta - since) };
}

function withoutTimeLeft(summary: SearchSummary): SearchSummary {
  return { ...summary, eta: undefined };
}

function progressOf({ state, evaluations, expectedEvaluations }: SearchSummary): number {
  if (state === "finished") return 1;
  return expectedEvaluations > 0 ? Math.min(1, evaluations / expectedEvaluations) : 0;
}

function progressText(summary: SearchSummary): string {
  const { generation, generations, evaluations, expectedEvaluations } = summary;
  const early = earlyEnd(summary);
  const steps = generations > 0 ? `Generation ${generation} of ${generations}, ` : "";
  return `${steps}${grouped(Math.floor(evaluations))} of ${grouped(expectedEvaluations)} evaluations${early ? `. ${early}` : ""}`;
}

function fitnessStats({ objective, bestFitness, uniformFitness, denseFitness }: SearchSummary): Stat[] {
  const name = objective === "perplexity" ? "perplexity" : "divergence";
  const best =
    bestFitness !== undefined && uniformFitness ? signedPercent(bestFitness / uniformFitness - 1) : undefined;
  return [
    {
      name: `Best ${name}`,
      value: shortFitness(bestFitness),
      note: best ? `${best} against uniform` : "lower is better",
    },
    { name: "Uniform", value: shortFitness(uniformFitness), note: "every layer alike" },
    { name: "Dense", value: shortFitness(denseFitness), note: "nothing pruned" },
  ];
}

/** The text that was kept for the end, where there is its number. */
function reportStats({ report }: SearchDetail): Stat[] {
  const test = report?.test;
  if (!test) return [];
  const against = signedPercent(test.best.perplexity / test.uniform.perplexity - 1);
  return [{ name: "Test perplexity", value: shortFitness(test.best.perplexity), note: `${against} against uniform` }];
}

function timeStats({ state, elapsed, eta }: SearchSummary): Stat[] {
  const left = eta === undefined ? "running time" : `about ${duration(eta)} left`;
  return [{ name: "Elapsed", value: duration(elapsed), note: state === "running" ? left : "running time" }];
}

/** What those who hear the panel are told when a search comes into another state. */
export function stateSentence({ state, objective, bestFitness }: SearchSummary): string {
  const best = bestFitness === undefined ? "" : `, best ${objectiveWords[objective]} ${shortFitness(bestFitness)}`;
  return `${stateNames[state]}${best}.`;
}
