import { silenceSentence } from "../../protocol/client/silent-runner.ts";
import type { Presence, RunnerLink } from "../runner/link.ts";

/** What a person is asked, and what is done when they agree. */
export interface SilentRunnerPorts {
  readonly confirm: (question: string, detail: string, action: string) => Promise<boolean>;
  /** Ends the runner and starts another. */
  readonly replace: () => Promise<void>;
}

const DETAIL =
  "It may be busy, and go on by itself: then wait. If it hangs, end it. Nothing that was evaluated is lost, and " +
  "everything it ran can be resumed in another one.";

/**
 * Makes room for a runner that answers. One that has fallen silent may only be busy, so it is ended only after a question,
 * and not when it has answered meanwhile.
 *
 * @returns whether it makes sense to ask the runner now: false when the person wants to wait
 * @throws UserError when the runner cannot be ended, or no other one started
 */
export async function replaceIfSilent(
  link: Pick<RunnerLink, "presence">,
  { confirm, replace }: SilentRunnerPorts,
): Promise<boolean> {
  const { presence } = link;
  if (presence.kind !== "unresponsive") return true;
  const question = `${silenceSentence(presence.pid, presence.since)} End it and go on in another one?`;
  if (!(await confirm(question, DETAIL, "End and Go On"))) return false;
  if (isSameSilence(link.presence, presence.pid)) await replace();
  return true;
}

function isSameSilence(now: Presence, pid: number): boolean {
  return now.kind === "unresponsive" && now.pid === pid;
}
