import * as vscode from "vscode";

/** The picture in the tab of a panel. */
export function panelIcon(extensionUri: vscode.Uri): { light: vscode.Uri; dark: vscode.Uri } {
  const file = (name: string) => vscode.Uri.joinPath(extensionUri, "media", name);
  return { light: file("panel-light.svg"), dark: file("panel-dark.svg") };
}
