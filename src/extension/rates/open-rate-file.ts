import * as vscode from "vscode";
import { messageOf, UserError } from "../../base/errors.ts";

/** The language id of rate files. */
export const LANGUAGE = "pruning-rates";

/** Not what Git shows of the past: nobody can mend its problems, or edit its bars. */
export const EDITABLE = ["file", "untitled"].map((scheme) => ({ language: LANGUAGE, scheme }));

/**
 * The rate file that a lens or a menu names, else the one that is edited, as an open editor shows it, saved or not.
 * @throws UserError when there is none, or it cannot be read
 */
export async function openRateFile(given: unknown): Promise<vscode.TextDocument> {
  const document = given instanceof vscode.Uri ? await opened(given) : vscode.window.activeTextEditor?.document;
  if (document?.languageId === LANGUAGE) return document;
  throw new UserError("rate-file-missing", "No rate file is open.", "Open a .prune file and try again.");
}

/**
 * Where a rate file lies: the paths in it start there.
 * @throws UserError `rate-file-unsaved` when it lies in no folder that the runner could read
 */
export function pathOfRateFile({ uri, isUntitled }: vscode.TextDocument): string {
  // A past version of a file, as Git shows it, lies where the file does.
  if (uri.scheme === "file" || uri.scheme === "git") return uri.fsPath;
  const way = "The paths in it start from its folder: save it to this machine first.";
  const name = isUntitled ? "The new rate file" : uri.toString(true);
  throw new UserError("rate-file-unsaved", `${name} is in no folder of this machine.`, way);
}

/** @throws UserError `rate-file-unreadable` */
export async function opened(uri: vscode.Uri): Promise<vscode.TextDocument> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch (cause) {
    throw new UserError("rate-file-unreadable", `${uri.fsPath} cannot be read: ${messageOf(cause)}`, undefined, {
      cause,
    });
  }
}
