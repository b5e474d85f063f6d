import * as vscode from "vscode";
import { inTrustedWorkspace, registerCommands } from "../commands.ts";
import type { ErrorReporter } from "../errors.ts";
import type { ApiKeys } from "../keys/api-keys.ts";
import type { Panels } from "../panel/panels.ts";
import { registerRateCommands } from "../rates/register-rates.ts";
import type { RunnerLink } from "../runner/link.ts";
import { endRunner } from "../runners/end-runner.ts";
import { replaceIfSilent } from "../runners/silent-question.ts";
import { EndNotifier } from "../status/end-notifier.ts";
import { SearchStatus } from "../status/search-status.ts";
import { awayOf } from "./abilities.ts";
import { SearchChooser } from "./command-targets.ts";
import { LiveTimes } from "./live-times.ts";
import type { RunnerSearches } from "./runner-searches.ts";
import { searchCommands } from "./search-commands.ts";
import { confirm, quickPicker } from "./search-picker.ts";
import { SearchesModel } from "./searches-model.ts";
import { SearchesTree } from "./searches-tree.ts";
import { hasStoredSearches } from "./stored-searches.ts";
import { viewCommands } from "./view-commands.ts";
import { ViewSettings } from "./view-settings.ts";

export interface SearchesServices {
  readonly link: RunnerLink;
  readonly searches: RunnerSearches;
  readonly panels: Panels;
  readonly keys: ApiKeys;
  readonly errors: ErrorReporter;
  readonly context: vscode.ExtensionContext;
  /** The setting, read when a search ends. */
  readonly notifyAtEnd: () => boolean;
}

/** Whether a runner may be started to show searches: where some are stored, in a workspace that is trusted. */
export function mayStartRunner(dataFolder: string): () => Promise<boolean> {
  return async () => vscode.workspace.isTrusted && (await hasStoredSearches(dataFolder));
}

/** The searches as a person sees and steers them: the tree, its commands, the status bar and the end of a search. */
export function registerSearches(services: SearchesServices): vscode.Disposable {
  const { link, searches, panels, keys, errors, context, notifyAtEnd } = services;
  const settings = new ViewSettings(context.workspaceState);
  const times = new LiveTimes(searches);
  const model = new SearchesModel({ link, searches, settings, times });
  const tree = new SearchesTree(model);
  const chooser = new SearchChooser({
    searches,
    picker: quickPicker(times, () => awayOf(link.presence)),
    selected: () => tree.selection.flatMap((node) => (node.kind === "search" ? [node.search] : [])),
    load: () => model.load(),
    presence: () => link.presence,
  });
  const { "selfPruner.resumeSearch": resume, ...commands } = searchCommands({
    link,
    searches,
    panels,
    keys,
    chooser,
    confirm,
    makeRoom: () => replaceIfSilent(link, { confirm, replace: () => endRunner(link, { restart: true }) }),
  });
  return vscode.Disposable.from(
    settings,
    times,
    model,
    tree,
    registerCommands(errors, commands),
    registerCommands(errors, { "selfPruner.resumeSearch": inTrustedWorkspace(resume) }),
    registerCommands(errors, viewCommands(settings)),
    registerCommands(errors, { "selfPruner.reloadSearches": () => searches.reload() }),
    registerRateCommands({ link, chooser, errors, memory: context.globalState }),
    new SearchStatus(link, searches, times),
    new EndNotifier({ searches, notifyAtEnd, claims: context.globalStorageUri.fsPath }),
    panels.onSelected((selected) => void errors.guard(() => tree.reveal(selected))),
    panels.onHovered((hovered) => tree.point(hovered)),
  );
}
