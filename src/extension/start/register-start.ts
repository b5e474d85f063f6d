import type * as vscode from "vscode";
import { inTrustedWorkspace, registerCommands } from "../commands.ts";
import type { ErrorReporter } from "../errors.ts";
import type { SecretApiKeys } from "../keys/secret-api-keys.ts";
import { openRateFile } from "../rates/open-rate-file.ts";
import { answerIn } from "../searches/command-targets.ts";
import type { SearchStarter } from "./search-starter.ts";

export interface StartServices {
  readonly starter: SearchStarter;
  readonly keys: Pick<SecretApiKeys, "set" | "forget">;
  readonly errors: ErrorReporter;
}

/** The commands with which a search begins, and those of the keys it may need. The first resolve with the search's id. */
export function registerStart({ starter, keys, errors }: StartServices): vscode.Disposable {
  return registerCommands(errors, {
    "selfPruner.startSearch": inTrustedWorkspace((...parameters) => starter.ask(answerIn(parameters))),
    "selfPruner.startSampleSearch": inTrustedWorkspace(() => starter.sample()),
    "selfPruner.searchFromHere": inTrustedWorkspace(async (file) => starter.fromRateFile(await openRateFile(file))),
    "selfPruner.setApiKey": () => keys.set(),
    "selfPruner.clearApiKeys": () => keys.forget(),
  });
}
