import * as vscode from "vscode";
import type { SettingValues } from "../setting-values.ts";

const RELOAD = "Reload Window";

/** A window stays with the data folder that it began with; tells so when the setting names another one. */
export function watchDataFolder(used: string, settings: SettingValues): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration(async (change) => {
    if (!change.affectsConfiguration("selfPruner.dataFolder")) return;
    const wanted = settings.dataFolder;
    if (wanted === used) return;
    const message = `Self-Pruner still uses ${used}. Reload the window to use ${wanted}.`;
    const choice = await vscode.window.showInformationMessage(message, RELOAD);
    if (choice === RELOAD) await vscode.commands.executeCommand("workbench.action.reloadWindow");
  });
}
