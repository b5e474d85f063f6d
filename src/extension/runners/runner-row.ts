import type { Welcome } from "../../protocol/runner.ts";
import { clockText } from "../../protocol/text/clock.ts";
import { duration } from "../../protocol/text/numbers.ts";
import type { Presence, Unresponsive } from "../runner/link.ts";
import { searchesRun } from "./running-searches.ts";

/** The runner of a data folder as a row of a list. */
export interface RunnerRow {
  /** Name of a codicon. */
  readonly icon: string;
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

/** What is known beyond the presence. */
export interface RunnerFacts {
  readonly dataFolder: string;
  /** Searches that run; undefined when the runner could not be asked. */
  readonly running: number | undefined;
  readonly now: Date;
}

export function runnerRow(presence: Presence, facts: RunnerFacts): RunnerRow {
  const detail = facts.dataFolder;
  switch (presence.kind) {
    case "attached":
      return {
        icon: "pass",
        label: `Runner ${presence.welcome.version}`,
        description: factsOf(presence, facts),
        detail,
      };
    case "unresponsive":
      return { icon: "warning", label: "The runner does not answer", description: silenceOf(presence, facts), detail };
    case "connecting":
      return { icon: "sync", label: "Connecting to the runner", description: "", detail };
    case "absent":
      return { icon: "circle-outline", label: "Not running", description: "starts when a search needs it", detail };
    case "gone":
      return { icon: "error", label: "Not running", description: presence.reason, detail };
    case "skew":
      return { icon: "warning", label: "Another version runs", description: presence.reason, detail };
  }
}

/** `pid 4711 · no answer since 14:03:27 · Node 24.1.0 · up 1:02:03`, the latter where it ever answered. */
function silenceOf({ pid, since, welcome }: Unresponsive, { now }: RunnerFacts): string {
  return [`pid ${pid}`, `no answer since ${clockText(since)}`, ...(welcome ? lifeOf(welcome, now) : [])].join(" · ");
}

/** `pid 4711 · Node 24.1.0 · up 1:02:03 · 2 searches run`. */
function factsOf({ welcome }: Extract<Presence, { kind: "attached" }>, { running, now }: RunnerFacts): string {
  const facts = [`pid ${welcome.pid}`, ...lifeOf(welcome, now)];
  if (running !== undefined) facts.push(running === 0 ? "no search runs" : searchesRun(running));
  return facts.join(" · ");
}

function lifeOf({ node, startedAt }: Welcome, now: Date): string[] {
  return [`Node ${node}`, `up ${duration((now.getTime() - Date.parse(startedAt)) / 1000)}`];
}
