import { dirname } from "node:path";
import * as vscode from "vscode";

/** Files of one kind that are looked for in a workspace; who has more types a path or browses. */
const MOST = 200;
const NOT_OF_THE_PERSON = "**/{node_modules,.git,.venv,venv,site-packages,dist,out}/**";

/** Model folders and texts of the workspace, and the dialogs to find others with. */
export const editorFiles = {
  /** Folders with a `config.json`, which a model's has; whether it is one shows inside. */
  async modelFolders(signal: AbortSignal): Promise<readonly string[]> {
    const configs = await find("**/config.json", signal);
    return configs.map((path) => dirname(path));
  },

  texts(signal: AbortSignal): Promise<readonly string[]> {
    return find("**/*.{txt,raw,jsonl,parquet}", signal);
  },

  browseFolder(): Promise<string | undefined> {
    return browse({ title: "Model Folder", openLabel: "Choose Model", canSelectFolders: true, canSelectFiles: false });
  },

  browseText(): Promise<string | undefined> {
    const filters = { Texts: ["txt", "raw", "md", "jsonl", "ndjson", "json", "parquet"], "All files": ["*"] };
    return browse({ title: "Text", openLabel: "Choose Text", filters });
  },
};

async function find(pattern: string, signal: AbortSignal): Promise<string[]> {
  const cancellation = new vscode.CancellationTokenSource();
  signal.addEventListener("abort", () => cancellation.cancel(), { once: true });
  try {
    const uris = await vscode.workspace.findFiles(pattern, NOT_OF_THE_PERSON, MOST, cancellation.token);
    return uris.filter(({ scheme }) => scheme === "file").map(({ fsPath }) => fsPath);
  } finally {
    cancellation.dispose();
  }
}

async function browse(options: vscode.OpenDialogOptions): Promise<string | undefined> {
  const [uri] = (await vscode.window.showOpenDialog(options)) ?? [];
  return uri?.fsPath;
}
