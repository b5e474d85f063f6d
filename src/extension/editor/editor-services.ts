import type * as vscode from "vscode";
import type { ErrorReporter } from "../errors.ts";
import type { RunnerLink } from "../runner/link.ts";
import type { SearchList } from "../searches/search-list.ts";
import type { SettingValues } from "../setting-values.ts";

/** What rate files in the editor need of the rest of the extension. */
export interface EditorServices {
  readonly context: vscode.ExtensionContext;
  readonly link: RunnerLink;
  readonly searches: SearchList;
  readonly errors: ErrorReporter;
  readonly log: vscode.LogOutputChannel;
  readonly settings: SettingValues;
  /** The folder of the staged samples. */
  readonly samples: () => Promise<string>;
}
