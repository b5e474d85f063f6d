import type { Presence } from "../runner/link.ts";
import { searchesRun } from "./running-searches.ts";

/** A modal question before the runner is ended. */
export interface StopQuestion {
  readonly message: string;
  readonly detail: string;
  /** The answer that ends it. */
  readonly yes: string;
}

const DETAIL = "Nothing that was evaluated is lost: searches that are interrupted can be resumed where they were.";

/**
 * What to ask before the runner is ended.
 *
 * @param running searches that run; undefined when the runner could not be asked
 * @returns undefined when nothing would be interrupted
 */
export function stopQuestion(
  { kind }: Presence,
  running: number | undefined,
  action: "stop" | "restart",
): StopQuestion | undefined {
  if (running === 0) return undefined;
  return {
    message: messageOf(kind, running),
    detail: DETAIL,
    yes: action === "stop" ? "Stop Runner" : "Restart Runner",
  };
}

function messageOf(kind: Presence["kind"], running: number | undefined): string {
  if (running !== undefined) return `${searchesRun(running)}. End the runner all the same?`;
  if (kind === "skew") return "Searches may run in the runner of the other version. End it all the same?";
  return "The runner does not answer, and searches may run in it. End it all the same?";
}
