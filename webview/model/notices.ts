import { isActive } from "../../src/protocol/active-search.ts";
import type { ProposalRow } from "../../src/protocol/runner.ts";
import { llmSilence } from "../../src/protocol/text/llm-silence.ts";
import { RUNNER_ENDED } from "../../src/protocol/text/runner-ended.ts";
import type { PanelAction, RunnerPresence } from "../../src/protocol/webview.ts";
import type { SearchModel } from "./search-model.ts";

/** What stands between the person and the search, and the one thing that can be done about it. */
export interface Notice {
  readonly tone: "warning" | "error";
  readonly text: string;
  readonly action?: PanelAction;
  readonly search: string;
}

/** What notices are made of. */
interface Situation {
  readonly searches: readonly SearchModel[];
  readonly missing: ReadonlyMap<string, string>;
  readonly presence: RunnerPresence;
  readonly failure: string | undefined;
}

/** What each action is called on a button. */
export const actionNames: Readonly<Record<PanelAction, string>> = {
  pause: "Pause",
  resume: "Resume",
  stop: "Stop",
  saveRates: "Save Rates…",
  copyRates: "Copy Rates",
  compare: "Compare…",
  startSample: "Start Sample Search",
  startSearch: "Start Search…",
  showRunners: "Show Runners",
  showLog: "Show Log",
};

const RESUME_ENDS_IT = "Resume ends it and goes on in another one, after a question.";

/** The most general first: without a runner nothing else can be mended. Of several searches each is named. */
export function noticesOf({ searches, missing, presence, failure }: Situation): Notice[] {
  const ids = new Set([...searches.map(({ id }) => id), ...missing.keys()]);
  const [first = ""] = ids;
  const named = (notice: Notice) => (ids.size > 1 ? { ...notice, text: `${notice.search}: ${notice.text}` } : notice);
  const lost = [...missing].map(([id, text]): Notice => ({ tone: "warning", text, action: "startSearch", search: id }));
  // Why nothing could be read (no trust, no Node) says more than that no runner is there.
  const why = searches.length === 0 ? lost[0]?.text : undefined;
  return [
    ...(presence.kind === "away" ? [away(presence, why, searches, first)] : lost.map(named)),
    ...searches
      .filter(({ id }) => !missing.has(id))
      .flatMap(troubleOf)
      .map(named),
    ...(failure === undefined ? [] : [{ tone: "warning", text: failure, search: first } as const]),
  ];
}

/** The way out is to resume what was under way, or to look after the runner itself. */
function away(
  { text, action }: Extract<RunnerPresence, { kind: "away" }>,
  why: string | undefined,
  searches: readonly SearchModel[],
  first: string,
): Notice {
  const stuck = action === "resume" ? searches.find(({ detail }) => isActive(detail.summary)) : undefined;
  if (!stuck) return { tone: "warning", text: why ?? text, action: "showRunners", search: first };
  return { tone: "warning", text: `${text} ${RESUME_ENDS_IT}`, action, search: stuck.id };
}

function troubleOf(search: SearchModel): Notice[] {
  return [...stateTrouble(search), ...llmTrouble(search)];
}

/** One that still runs can be stopped, before more time goes into it. */
function llmTrouble({ id, detail, proposals }: SearchModel): Notice[] {
  const isRunning = detail.summary.state === "running";
  const text = llmSilence(detail.summary.llm) ?? (isRunning ? llmLoss(proposals) : undefined);
  if (text === undefined) return [];
  return [{ tone: "warning", text, ...(isRunning && { action: "stop" as const }), search: id }];
}

/** Requests in a row without an answer that are no accident any more. */
const MANY = 3;

/** An LLM that answered once and does not any more. */
function llmLoss(proposals: readonly ProposalRow[]): string | undefined {
  const newest = proposals.slice(-MANY);
  const problems = newest.flatMap(({ outcome }) => outcome.problem ?? []);
  if (problems.length < MANY) return undefined;
  return `The LLM has left its last ${MANY} requests unanswered, and classical operators stand in. ${problems.at(-1)}`;
}

function stateTrouble({ id, detail }: SearchModel): Notice[] {
  const { state, status } = detail.summary;
  if (state === "failed") {
    return [{ tone: "error", text: status || "The search failed.", action: "resume", search: id }];
  }
  if (state === "interrupted") {
    const text = `${status || RUNNER_ENDED}. All evaluations are kept.`;
    return [{ tone: "warning", text, action: "resume", search: id }];
  }
  if (state === "paused" && status) return [{ tone: "warning", text: `${status}.`, action: "resume", search: id }];
  return [];
}
