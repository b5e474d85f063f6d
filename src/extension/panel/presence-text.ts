import { silenceSentence } from "../../protocol/client/silent-runner.ts";
import type { RunnerPresence } from "../../protocol/webview.ts";
import type { Presence } from "../runner/link.ts";

/** How a panel is told how the window stands with the runner. */
export function panelPresence(presence: Presence): RunnerPresence {
  switch (presence.kind) {
    case "attached":
    case "connecting":
      return { kind: presence.kind };
    case "absent":
      return away("The runner is not running. What you see is as of when it was last there.");
    case "unresponsive":
      return {
        kind: "away",
        state: "Runner does not answer",
        text: `${silenceSentence(presence.pid, presence.since)} It may be busy, or hang.`,
        action: "resume",
      };
    case "gone":
    case "skew":
      return away(presence.reason);
  }
}

function away(text: string): RunnerPresence {
  return { kind: "away", state: "Runner away", text, action: "showRunners" };
}
