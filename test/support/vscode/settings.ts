/** Settings of VS Code by their names. */
export type Settings = Readonly<Record<string, unknown>>;

/** A VS Code that shows nothing but itself and the extension, and asks no host for anything. */
export const editorSettings: Settings = {
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "update.mode": "none",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.enableExperiments": false,
  "workbench.welcomePage.walkthroughs.openOnInstall": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.disableAIFeatures": true,
  "chat.commandCenter.enabled": false,
  "git.enabled": false,
  // Dialogs for files that can be driven from a page.
  "files.simpleDialog.enable": true,
  "window.confirmBeforeClose": "never",
};
