import type { DoctorCheck } from "../../protocol/runner.ts";
import { PRODUCT_VERSION } from "../../protocol/version.ts";

/** What an extension knows of the place it runs in. */
export interface Surroundings {
  /** Version of VS Code. */
  readonly vscode: string;
  /** Where the window is shown. */
  readonly window: "desktop" | "browser";
  /** Node of the extension host. */
  readonly node: string;
  /** `linux x64`. */
  readonly platform: string;
  /** `ssh-remote`, `wsl` …; undefined when the extension runs where the window is. */
  readonly remote: string | undefined;
  readonly isTrusted: boolean;
  readonly dataFolder: string;
}

/** What the doctor says before anything is tried. */
export function surroundingChecks(around: Surroundings): DoctorCheck[] {
  return [
    { name: "extension", state: "ok", text: `Self-Pruner ${PRODUCT_VERSION} in ${editorOf(around)}.` },
    { name: "place", state: "ok", text: placeOf(around) },
    checkTrust(around),
  ];
}

function checkTrust({ isTrusted }: Surroundings): DoctorCheck {
  if (isTrusted) return { name: "workspace", state: "ok", text: "The workspace is trusted." };
  const text = "The workspace is not trusted, so no search can run. Trust it with Workspaces: Manage Workspace Trust.";
  return { name: "workspace", state: "warning", text };
}

function placeOf({ platform, remote, dataFolder }: Surroundings): string {
  const place = remote === undefined ? `on this machine (${platform})` : `on the remote side (${remote}, ${platform})`;
  return `Searches run ${place} and are kept in ${dataFolder}.`;
}

function editorOf({ vscode, window, node }: Surroundings): string {
  return `VS Code ${vscode} (${window}, Node ${node})`;
}

/** What a bug report needs, as lines to paste. */
export function diagnosticLines(around: Surroundings, runner: string): string[] {
  return [
    `Self-Pruner ${PRODUCT_VERSION}`,
    editorOf(around),
    `Platform: ${around.platform}, remote: ${around.remote ?? "none"}`,
    `Workspace: ${around.isTrusted ? "trusted" : "not trusted"}`,
    `Data folder: ${around.dataFolder}`,
    `Runner: ${runner}`,
  ];
}
