import { UserError } from "../../base/errors.ts";
import { within } from "../../base/within.ts";
import type { DoctorCheck } from "../../protocol/runner.ts";
import type { RunnerLink } from "../runner/link.ts";
import { countRunning } from "./running-searches.ts";

/** Milliseconds for a list of the searches: a runner that takes longer counts as one that does not answer. */
const LIST_LIMIT = 3000;

/**
 * The runner's own examination, of a runner that is started when none runs.
 * @throws UserError why there is no runner, or `runner-silent` when it does not answer before the limit or the abort
 */
export async function askDoctor(
  link: Pick<RunnerLink, "request">,
  milliseconds: number,
  signal: AbortSignal,
): Promise<readonly DoctorCheck[]> {
  const answer = await within(link.request("doctor", {}), milliseconds, signal);
  if (answer) return answer.checks;
  throw new UserError("runner-silent", "The runner did not answer.", "Restart it with Self-Pruner: Show Runners.");
}

/** How many searches run; undefined when no runner is attached that could tell. Starts none. */
export async function askRunning(link: Pick<RunnerLink, "presence" | "request">): Promise<number | undefined> {
  if (link.presence.kind !== "attached") return undefined;
  // It may go at this moment; then nobody can tell, either.
  const list = await within(link.request("search/list", {}), LIST_LIMIT).catch(() => undefined);
  return list && countRunning(list.searches);
}
