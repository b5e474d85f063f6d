import { stat } from "node:fs/promises";
import { join } from "node:path";
import * as vscode from "vscode";
import { UserError } from "../../base/errors.ts";

/** Opens what the runner wrote, at its end. @throws UserError `log-missing` when it has not written yet */
export async function openRunnerLog(dataFolder: string): Promise<void> {
  const path = join(dataFolder, "runner.log");
  if (!(await isThere(path))) {
    throw new UserError("log-missing", `There is no log in ${dataFolder} yet: no runner has been started there.`);
  }
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
  const end = document.lineAt(document.lineCount - 1).range;
  await vscode.window.showTextDocument(document, { preview: true, selection: end });
}

/** Shows the folder in the system's file manager, or in a window where the files are elsewhere than the person. */
export async function openDataFolder(dataFolder: string): Promise<void> {
  if (!(await isThere(dataFolder))) {
    throw new UserError(
      "data-folder-missing",
      `${dataFolder} is not there yet: it is made when the first search starts.`,
    );
  }
  const folder = vscode.Uri.file(dataFolder);
  const isHere = vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop;
  if (isHere) await vscode.commands.executeCommand("revealFileInOS", folder);
  else await vscode.commands.executeCommand("vscode.openFolder", folder, { forceNewWindow: true });
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
