import type { Disposable } from "../emitter.ts";
import type { Presence, RunnerLink } from "../runner/link.ts";

/**
 * Tells once that a runner of another protocol is there: not again for every request that meets the same one, but again
 * after it was away.
 *
 * @param tell is called with the reason, one sentence
 */
export function onSkew(link: Pick<RunnerLink, "presence" | "onPresence">, tell: (reason: string) => void): Disposable {
  let told: string | undefined;
  const look = (presence: Presence): void => {
    // Whoever asks again is connecting for a moment.
    if (presence.kind === "connecting") return;
    const reason = presence.kind === "skew" ? presence.reason : undefined;
    if (reason !== undefined && reason !== told) tell(reason);
    told = reason;
  };
  look(link.presence);
  return link.onPresence(look);
}
