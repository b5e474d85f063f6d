import { homedir } from "node:os";
import * as vscode from "vscode";
import { messageOf, UserError } from "../base/errors.ts";

/** Where a dialog for a new file begins, and relative paths do, when nothing else is known: the workspace, else the home. */
export function startFolder(): vscode.Uri {
  const folders = vscode.workspace.workspaceFolders ?? [];
  // Of several folders, one that is not on this machine is of no use to the runner.
  const own = folders.find(({ uri }) => uri.scheme === "file");
  return own?.uri ?? vscode.Uri.file(homedir());
}

/** Writes what a person saves. @throws UserError `file-unwritable` */
export async function writeFile(file: vscode.Uri, content: string | Uint8Array): Promise<void> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  try {
    await vscode.workspace.fs.writeFile(file, bytes);
  } catch (cause) {
    const message = `${file.fsPath} cannot be written: ${messageOf(cause)}`;
    throw new UserError("file-unwritable", message, "Choose another place.", { cause });
  }
}
