import { llmSilence } from "../../src/protocol/text/llm-silence.ts";
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

/** The most general first: without a runner nothing else can be mended. Of several searches each is named. */
export function noticesOf({ searches, missing, presence, failure }: Situation): Notice[] {
  const ids = new Set([...searches.map(({ id }) => id), ...missing.keys()]);
  const [first = ""] = ids;
  const named = (notice: Notice) => (ids.size > 1 ? { ...notice, text: `${notice.search}: ${notice.text}` } : notice);
  const lost = [...missing].map(([id, text]): Notice => ({ tone: "warning", text, action: "startSearch", search: id }));
  // Why nothing could be read (no trust, no Node) says more than that no runner is there.
  const why = searches.length === 0 ? lost[0]?.text : undefined;
  return [
    ...(presence.kind === "away" ? [away(presence, why ?? presence.text, first)] : lost.map(named)),
    ...searches
      .filter(({ id }) => !missing.has(id))
      .flatMap(troubleOf)
      .map(named),
    ...(failure === undefined ? [] : [{ tone: "warning", text: failure, search: first } as const]),
  ];
}

function away({ action }: Extract<RunnerPresence, { kind: "away" }>, text: string, search: string): Notice {
  return { tone: "warning", text, action, search };
}

function troubleOf(search: SearchModel): Notice[] {
  return [...stateTrouble(search), ...llmTrouble(search)];
}

/** One that still runs can be stopped, before more time goes into it. */
function llmTrouble({ id, detail }: SearchModel): Notice[] {
  const text = llmSilence(detail.summary.llm);
  if (text === undefined) return [];
  const isRunning = detail.summary.state === "running";
  return [{ tone: "warning", text, ...(isRunning && { action: "stop" as const }), search: id }];
}

function stateTrouble({ id, detail }: SearchModel): Notice[] {
  const { state, status } = detail.summary;
  if (state === "failed") {
    return [{ tone: "error", text: status || "The search failed.", action: "resume", search: id }];
  }
  if (state === "interrupted") {
    const text = `${status || "The runner ended"}. All evaluations are kept: resumed, the search goes on where it was.`;
    return [{ tone: "warning", text, action: "resume", search: id }];
  }
  if (state === "paused" && status) return [{ tone: "warning", text: `${status}.`, action: "resume", search: id }];
  return [];
}
