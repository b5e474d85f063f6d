import * as vscode from "vscode";
import { inTrustedWorkspace, registerCommands } from "../commands.ts";
import { LANGUAGE, openRateFile } from "../rates/open-rate-file.ts";
import { isModelFolder } from "../start/find/model-folders.ts";
import type { EditorServices } from "./editor-services.ts";
import { BARS_SETTING, RATE_EDITOR } from "./names.ts";
import type { NewFileWish } from "./new-file/new-file-command.ts";
import type { RateFileFeatures } from "./rate-file-features.ts";

/** Rate files in the editor. What they need is made with the first one that is opened or asked for. */
export function registerEditor(services: EditorServices): vscode.Disposable {
  const features = new FirstUse(() => openFeatures(services));
  const onRateFile = ({ languageId }: vscode.TextDocument) => {
    if (languageId === LANGUAGE) void services.errors.guard(() => features.get());
  };
  vscode.workspace.textDocuments.forEach(onRateFile);
  return vscode.Disposable.from(
    features,
    vscode.workspace.onDidOpenTextDocument(onRateFile),
    vscode.window.registerWebviewPanelSerializer(RATE_EDITOR, {
      deserializeWebviewPanel: async (panel, state: unknown) => (await features.get()).restoreRateEditor(panel, state),
    }),
    registerCommands(services.errors, {
      "selfPruner.evaluateRates": inTrustedWorkspace(async (file, text) =>
        (await features.get()).evaluate(await openRateFile(file), typeof text === "string" ? text : undefined),
      ),
      "selfPruner.openRateEditor": async (file) => (await features.get()).openRateEditor(await openRateFile(file)),
      "selfPruner.compareRates": async (file, other) =>
        (await features.get()).compareRates(await openRateFile(file), other instanceof vscode.Uri ? other : undefined),
      "selfPruner.exportRates": async (file, format, target) =>
        (await features.get()).export(await openRateFile(file), { format, target }),
      "selfPruner.newRateFile": async (given) => (await features.get()).newFile(await wishOf(given)),
      "selfPruner.toggleRateBars": toggleBars,
    }),
  );
}

/** Makes something the first time it is needed. One that could not be made is tried again. */
class FirstUse<T extends vscode.Disposable> implements vscode.Disposable {
  readonly #make: () => Promise<T>;
  #made: Promise<T> | undefined;

  constructor(make: () => Promise<T>) {
    this.#make = make;
  }

  get(): Promise<T> {
    this.#made ??= this.#make().catch((error: unknown) => {
      this.#made = undefined;
      throw error;
    });
    return this.#made;
  }

  dispose(): void {
    void this.#made?.then((made) => made.dispose()).catch(() => undefined);
  }
}

/** Loaded late: most windows open no rate file. */
async function openFeatures(services: EditorServices): Promise<RateFileFeatures> {
  const { RateFileFeatures } = await import("./rate-file-features.ts");
  return new RateFileFeatures(services);
}

/** A folder of the explorer that holds a model answers which one; others name what they want. */
async function wishOf(given: unknown): Promise<NewFileWish> {
  if (given instanceof vscode.Uri)
    return (await isModelFolder(given.fsPath)) ? { source: "uniform", model: given.fsPath } : {};
  return typeof given === "object" && given !== null ? given : {};
}

/** Where a workspace has a value of its own that one is changed: the person's would not be seen. */
async function toggleBars(): Promise<void> {
  const settings = vscode.workspace.getConfiguration("selfPruner");
  const { Global, Workspace } = vscode.ConfigurationTarget;
  const target = settings.inspect(BARS_SETTING)?.workspaceValue === undefined ? Global : Workspace;
  await settings.update(BARS_SETTING, settings.get(BARS_SETTING) === false, target);
}
