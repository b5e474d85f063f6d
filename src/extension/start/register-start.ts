import * as vscode from "vscode";
import { UserError } from "../../base/errors.ts";
import { registerCommands } from "../commands.ts";
import type { ErrorReporter } from "../errors.ts";
import type { SecretApiKeys } from "../keys/secret-api-keys.ts";
import type { SearchStarter } from "./search-starter.ts";

export interface StartServices {
  readonly starter: SearchStarter;
  readonly keys: Pick<SecretApiKeys, "set" | "forget">;
  readonly errors: ErrorReporter;
}

/** The commands with which a search begins, and those of the keys it may need. The first resolve with the search's id. */
export function registerStart({ starter, keys, errors }: StartServices): vscode.Disposable {
  return registerCommands(errors, {
    "selfPruner.startSearch": (given) => starter.ask(given),
    "selfPruner.startSampleSearch": () => starter.sample(),
    "selfPruner.searchFromHere": (file) => starter.fromRateFile(rateFileOf(file)),
    "selfPruner.setApiKey": () => keys.set(),
    "selfPruner.clearApiKeys": () => keys.forget(),
  });
}

/** The file that a menu names, else the one that is edited. */
function rateFileOf(given: unknown): vscode.Uri {
  if (given instanceof vscode.Uri) return given;
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId === "pruning-rates") return document.uri;
  throw new UserError("rate-file-missing", "No rate file is open.", "Open a .prune file and try again.");
}
