/** Presses the button for whom `npm start` was run: once, however often the window is loaded. */
const { existsSync, rmSync } = require("node:fs");
const { join } = require("node:path");
const vscode = require("vscode");

const wish = join(__dirname, "wanted");

exports.activate = async (context) => {
  if (!existsSync(wish)) return;
  rmSync(wish);
  if (!vscode.workspace.isTrusted) await trusted(context);
  await vscode.commands.executeCommand("selfPruner.searches.focus");
  await vscode.commands.executeCommand("selfPruner.startSampleSearch");
};

function trusted(context) {
  return new Promise((resolve) => {
    context.subscriptions.push(vscode.workspace.onDidGrantWorkspaceTrust(resolve));
  });
}
