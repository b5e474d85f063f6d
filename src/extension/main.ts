import * as vscode from "vscode";

/** Called by VS Code when the first contribution is used. Nothing is spawned until something needs the runner. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel("Self-Pruner", { log: true });
  context.subscriptions.push(
    log,
    vscode.commands.registerCommand("selfPruner.doctor", () => reportSurroundings(log)),
  );
}

/** What a bug report needs to know of the place the extension runs in. */
function reportSurroundings(log: vscode.LogOutputChannel): void {
  log.info(`VS Code ${vscode.version}, Node ${process.versions.node}, ${process.platform} ${process.arch}`);
  log.info(vscode.env.remoteName ? `remote: ${vscode.env.remoteName}` : "local window");
  log.info(vscode.workspace.isTrusted ? "workspace is trusted" : "workspace is not trusted: searches cannot run here");
  log.show();
}
