import * as vscode from "vscode";
import { SettingValues } from "./setting-values.ts";

/** The settings of the extension as VS Code has them at the moment of reading. */
export function editorSettings(): SettingValues {
  return new SettingValues((name) => vscode.workspace.getConfiguration("selfPruner").get(name));
}
