import * as vscode from "vscode";
import type { Surroundings } from "./surroundings.ts";

/** What VS Code tells of the place this extension runs in. */
export function editorSurroundings(dataFolder: string): Surroundings {
  return {
    vscode: vscode.version,
    window: vscode.env.uiKind === vscode.UIKind.Web ? "browser" : "desktop",
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    remote: vscode.env.remoteName,
    isTrusted: vscode.workspace.isTrusted,
    dataFolder,
  };
}
