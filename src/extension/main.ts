import * as vscode from "vscode";
import { PRODUCT_VERSION } from "../protocol/version.ts";
import { registerEditor } from "./editor/register-editor.ts";
import { ErrorReporter } from "./errors.ts";
import { SecretApiKeys } from "./keys/secret-api-keys.ts";
import { editorModels } from "./language-models/editor-models.ts";
import { offerEditorModels } from "./language-models/offer-editor-models.ts";
import { SearchPanels } from "./panel/search-panels.ts";
import { ClientLink } from "./runner/client-link.ts";
import { prepareLaunch } from "./runner/launch.ts";
import { stagePrograms } from "./runner/stage-programs.ts";
import { registerRunners } from "./runners/register-runners.ts";
import { mayStartRunner, registerSearches } from "./searches/register-searches.ts";
import { RunnerSearches } from "./searches/runner-searches.ts";
import { editorSettings } from "./settings.ts";
import { registerStart } from "./start/register-start.ts";
import { WizardSearchStarter } from "./start/wizard-search-starter.ts";

/**
 * The composition root: everything is made here and handed to who needs it. Called by VS Code when the first contribution
 * is used. Nothing is spawned until something needs the runner.
 */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel("Self-Pruner", { log: true });
  const errors = new ErrorReporter(log);
  const settings = editorSettings();
  const { dataFolder } = settings;
  const stage = () => stagePrograms(context.extensionPath, dataFolder);
  const samples = async () => (await stage()).samples;

  const link = new ClientLink({
    dataFolder,
    client: `vscode ${PRODUCT_VERSION}`,
    launch: () =>
      prepareLaunch({
        dataFolder,
        stage,
        nodePath: () => settings.nodePath,
        isTrusted: () => vscode.workspace.isTrusted,
      }),
    onAttached: offerEditorModels(log),
  });
  const searches = new RunnerSearches(link, mayStartRunner(dataFolder));
  const keys = new SecretApiKeys(context);
  const panels = new SearchPanels({ extensionUri: context.extensionUri, link, errors, log }, searches);
  const starter = new WizardSearchStarter({
    runner: link,
    keys,
    panels,
    context,
    prices: () => settings.llmPrices,
    samples,
    editorModels,
  });

  context.subscriptions.push(
    log,
    link,
    searches,
    panels,
    registerRunners({ link, errors, log, settings, stage, memory: context.workspaceState }),
    registerSearches({ link, searches, panels, keys, errors, context, notifyAtEnd: () => settings.notifyAtEnd }),
    registerStart({ starter, keys, errors }),
    registerEditor({ context, link, searches, errors, log, settings, samples }),
  );
  // A runner that is there already may have searches that run: the status bar shows them, whatever is open.
  // What is in the way of it is said by the link's presence.
  link.attach().catch(() => undefined);
}
