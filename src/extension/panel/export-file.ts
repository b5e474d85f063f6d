import * as vscode from "vscode";
import type { ExportKind, WebviewMessage } from "../../protocol/webview.ts";
import { startFolder, writeFile } from "../files.ts";

type Export = Extract<WebviewMessage, { type: "export" }>;

const kinds: Readonly<Record<ExportKind, string>> = { png: "Picture", csv: "Table", json: "Data" };

/** Saves what a panel exports where the person chooses. @returns where, or undefined when the person gave up */
export async function exportFile({ name, kind, content }: Export): Promise<vscode.Uri | undefined> {
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(startFolder(), `${fileName(name)}.${kind}`),
    filters: { [kinds[kind]]: [kind] },
    title: "Export",
  });
  if (!target) return undefined;
  await writeFile(target, kind === "png" ? Buffer.from(content, "base64") : content);
  return target;
}

/** The name is the webview's suggestion: it must not lead to another folder. */
function fileName(name: string): string {
  return name.replace(/[^\w .()-]+/g, "_").replace(/^[. ]+/, "") || "export";
}
