import { UserError } from "../../base/errors.ts";
import { clockText } from "../text/clock.ts";

/** A runner whose socket is open, but that answers nothing: it may be busy, or hang. */
export class SilentRunner extends UserError {
  readonly pid: number;
  /** Milliseconds since 1970: its last answer, or the first question where it never gave one. */
  readonly since: number;

  constructor(pid: number, since: number) {
    const way = "Self-Pruner: Show Runners or `self-pruner runner stop` ends it.";
    super("runner-silent", silenceSentence(pid, since), `It may be busy and go on by itself. ${way}`);
    this.pid = pid;
    this.since = since;
  }
}

/** That a runner answers nothing, and since when. */
export function silenceSentence(pid: number, since: number): string {
  return `The runner (pid ${pid}) has not answered since ${clockText(since)}.`;
}
