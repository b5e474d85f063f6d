import type * as vscode from "vscode";
import type { ApiKeys } from "../keys/api-keys.ts";
import type { EditorModel } from "../language-models/editor-models.ts";
import type { Panels } from "../panel/panels.ts";
import type { RunnerPort } from "./runner-port.ts";

/** What starting a search needs of the rest of the extension. */
export interface StarterOptions {
  /** RunnerLink, or the part of it that is used. */
  readonly runner: RunnerPort;
  readonly keys: ApiKeys;
  readonly panels: Pick<Panels, "open">;
  readonly context: Pick<vscode.ExtensionContext, "globalState">;
  /** The setting `selfPruner.llmPrices`, as it is written. */
  readonly prices: () => unknown;
  /** The folder of the staged samples. */
  readonly samples: () => Promise<string>;
  /** The language models of VS Code. */
  readonly editorModels: () => Promise<readonly EditorModel[]>;
}
