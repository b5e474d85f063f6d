import * as vscode from "vscode";
import type { ErrorReporter } from "../errors.ts";
import type { RunnerLink } from "../runner/link.ts";
import { endRunner } from "./end-runner.ts";
import { onSkew } from "./on-skew.ts";

const REPLACE = "Replace Runner";

/** Offers to replace a runner that this version of the extension does not understand. */
export function tellSkew(link: RunnerLink, errors: ErrorReporter): vscode.Disposable {
  return onSkew(link, (reason) => void errors.guard(() => offerReplacement(link, reason)));
}

async function offerReplacement(link: RunnerLink, reason: string): Promise<void> {
  // Nobody can ask a runner of another protocol what it does.
  const consequence = "Replacing it interrupts the searches that it runs; they can be resumed.";
  const actions = vscode.workspace.isTrusted ? [REPLACE] : [];
  const choice = await vscode.window.showWarningMessage(`${reason} ${consequence}`, ...actions);
  if (choice === REPLACE) await endRunner(link, { restart: true });
}
