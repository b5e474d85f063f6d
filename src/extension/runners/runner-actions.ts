import type { Presence } from "../runner/link.ts";

/** What can be done from the list of runners. */
export type RunnerAction = "start" | "stop" | "restart" | "showLog" | "openDataFolder" | "copyDiagnostics";

/** An action as a person chooses it. */
export interface ActionRow {
  readonly action: RunnerAction;
  /** Name of a codicon. */
  readonly icon: string;
  readonly label: string;
  readonly description?: string;
}

const ALWAYS: readonly ActionRow[] = [
  { action: "showLog", icon: "output", label: "Show Log", description: "what the runner wrote" },
  { action: "openDataFolder", icon: "folder-opened", label: "Open Data Folder" },
  { action: "copyDiagnostics", icon: "copy", label: "Copy Diagnostics" },
];

/**
 * What can be done with a runner as it stands.
 * @param isTrusted no runner is started in a workspace that is not trusted
 */
export function actionsFor({ kind }: Presence, isTrusted: boolean): ActionRow[] {
  const isThere = kind === "attached" || kind === "unresponsive" || kind === "skew";
  const own = isThere ? [STOP, kind === "skew" ? REPLACE : RESTART] : [START];
  return [...own.filter(({ action }) => isTrusted || action === "stop"), ...ALWAYS];
}

const START: ActionRow = { action: "start", icon: "play", label: "Start Runner" };
const STOP: ActionRow = { action: "stop", icon: "debug-stop", label: "Stop Runner" };
const RESTART: ActionRow = { action: "restart", icon: "debug-restart", label: "Restart Runner" };
const REPLACE: ActionRow = {
  action: "restart",
  icon: "debug-restart",
  label: "Replace Runner",
  description: "ends the other version's and starts this one's",
};
