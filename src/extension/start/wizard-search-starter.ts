import type * as vscode from "vscode";
import type { RequestMap, RequestName } from "../../protocol/runner.ts";
import type { ApiKeys } from "../keys/api-keys.ts";
import type { EditorModel } from "../language-models/editor-models.ts";
import type { Panels } from "../panel/panels.ts";
import type { SearchStarter } from "./search-starter.ts";

/** USD per million tokens, by the name of the LLM: the setting `selfPruner.llmPrices`. */
export type LlmPrices = Readonly<Record<string, { readonly input: number; readonly output: number }>>;

/** What starting a search needs of the rest of the extension. */
export interface StarterOptions {
  /** The part of RunnerLink that is used. */
  readonly runner: {
    request<K extends RequestName>(name: K, params: RequestMap[K]["params"]): Promise<RequestMap[K]["result"]>;
  };
  readonly keys: ApiKeys;
  readonly panels: Pick<Panels, "open">;
  readonly context: Pick<vscode.ExtensionContext, "globalState">;
  readonly prices: () => LlmPrices;
  /** The folder of the staged samples. */
  readonly samples: () => Promise<string>;
  /** The language models of VS Code. */
  readonly editorModels: () => Promise<readonly EditorModel[]>;
}

/** Starts searches from a multi-step quick pick, from answers given by a program, and from rate files. */
export class WizardSearchStarter implements SearchStarter {
  readonly #options: StarterOptions;

  constructor(options: StarterOptions) {
    this.#options = options;
  }

  ask(_given?: unknown): Promise<string | undefined> {
    return this.sample();
  }

  async sample(): Promise<string | undefined> {
    await this.#options.samples();
    return undefined;
  }

  async fromRateFile(_file: vscode.Uri): Promise<string | undefined> {
    return undefined;
  }
}
