import * as vscode from "vscode";
import type { RunnerLink } from "../runner/link.ts";

/** Ends the runner, and starts another when `restart` says so; the steps to an unwilling one's end take a while. */
export async function endRunner(link: RunnerLink, { restart }: { readonly restart: boolean }): Promise<void> {
  const title = restart ? "Restarting the runner…" : "Stopping the runner…";
  await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () =>
    link.stop({ restart }),
  );
}
