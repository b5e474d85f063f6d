import * as vscode from "vscode";
import type { MeasuredFitness } from "../../protocol/language-server.ts";
import { EDITABLE, LANGUAGE } from "../rates/open-rate-file.ts";
import { RateFiles } from "../rates/rate-files.ts";
import { editorFiles } from "../start/editor-files.ts";
import { findModels } from "../start/find/find-models.ts";
import { huggingFaceCache } from "../start/find/hugging-face-cache.ts";
import { Memory } from "../start/memory.ts";
import { QuickDialogs } from "../start/quick-dialogs.ts";
import { modelStep } from "../start/steps/model.ts";
import { targetStep } from "../start/steps/target.ts";
import { ComparisonChooser } from "./compare-command.ts";
import type { EditorServices } from "./editor-services.ts";
import { EvaluateCommand } from "./evaluate-command.ts";
import { Evaluation } from "./evaluation.ts";
import { EvaluationText } from "./evaluation-text.ts";
import { exportRates } from "./export-command.ts";
import { MeasuredSchedules } from "./measured-schedules.ts";
import { Measurements } from "./measurements.ts";
import { type NewFileWish, newRateFile } from "./new-file/new-file-command.ts";
import { NewRateFile } from "./new-file/new-rate-file.ts";
import { RateBars } from "./rate-bars.ts";
import { RateDocuments } from "./rate-documents.ts";
import { RateEditorPanels } from "./rate-editor/rate-editor-panels.ts";
import { RateLanguage } from "./rate-language.ts";
import { RateLenses } from "./rate-lenses.ts";

/** Everything that rate files have in the editor: language server, bars, lenses, and what the commands do. */
export class RateFileFeatures implements vscode.Disposable {
  readonly #documents = new RateDocuments();
  readonly #measurements: Measurements;
  readonly #evaluate: EvaluateCommand;
  readonly #comparisons: ComparisonChooser;
  readonly #editors: RateEditorPanels;
  readonly #newFile: NewRateFile;
  readonly #files: RateFiles;
  readonly #parts: vscode.Disposable;

  constructor(services: EditorServices) {
    const { context, link, searches, log } = services;
    const memory = new Memory(context.globalState);
    this.#measurements = new Measurements(context.globalState);
    this.#evaluate = this.#evaluateCommand(services, memory);
    this.#comparisons = new ComparisonChooser({
      runner: link,
      searches,
      measured: (path) => this.#measurements.of(path),
    });
    const { extensionUri } = context;
    this.#editors = new RateEditorPanels({ extensionUri, documents: this.#documents, errors: services.errors, log });
    this.#newFile = newFileContent(services, memory);
    this.#files = new RateFiles(context.globalState);
    const lenses = new RateLenses(this.#documents, this.#measurements);
    this.#parts = vscode.Disposable.from(
      this.#documents,
      this.#measurements,
      this.#editors,
      lenses,
      new RateBars(this.#documents),
      vscode.languages.registerCodeLensProvider(EDITABLE, lenses),
      this.#startLanguage(services),
      vscode.workspace.onDidRenameFiles(({ files }) => services.errors.guard(() => this.#renameHistories(files))),
    );
  }

  /** @param text absolute path of the text to measure on, instead of the one that the file names or a person chooses */
  evaluate(document: vscode.TextDocument, text: string | undefined): Promise<MeasuredFitness | undefined> {
    return this.#evaluate.run(document, text);
  }

  export(
    document: vscode.TextDocument,
    given: { format?: unknown; target?: unknown },
  ): Promise<vscode.Uri | undefined> {
    return exportRates(this.#documents.read(document), document.uri, given);
  }

  openRateEditor(document: vscode.TextDocument): void {
    this.#editors.open(document);
  }

  /** @param other file to compare with, asked for when undefined */
  async compareRates(document: vscode.TextDocument, other: vscode.Uri | undefined): Promise<void> {
    const beside = await this.#comparisons.choose(document.uri, other);
    if (beside) this.#editors.open(document, beside);
  }

  restoreRateEditor(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    return this.#editors.restore(panel, state);
  }

  newFile(wish: NewFileWish): Promise<vscode.Uri | undefined> {
    return newRateFile(this.#newFile, this.#files, wish);
  }

  dispose(): void {
    this.#parts.dispose();
  }

  async #renameHistories(files: vscode.FileRenameEvent["files"]): Promise<void> {
    for (const { oldUri, newUri } of files) await this.#measurements.rename(oldUri.fsPath, newUri.fsPath);
  }

  #evaluateCommand({ link, settings, samples }: EditorServices, memory: Memory): EvaluateCommand {
    return new EvaluateCommand({
      runner: link,
      documents: this.#documents,
      evaluation: new Evaluation(link),
      measurements: this.#measurements,
      texts: new EvaluationText({ dialogs: () => new QuickDialogs(), memory, files: editorFiles, samples }),
      windows: () => settings.evaluationWindows,
    });
  }

  /** The language server, and what the window knows of each file told to it. */
  #startLanguage({ context, link, searches, log, settings }: EditorServices): vscode.Disposable {
    const language = new RateLanguage(context, this.#documents, () => ({ edgeHints: settings.edgeHints }), log);
    const schedules = new MeasuredSchedules(link, searches);
    const send = async ({ uri }: vscode.TextDocument) => {
      const model = this.#documents.modelOf(uri);
      const measured = model ? this.#measurements.ofModel(uri.fsPath, model.folder) : [];
      const known = model ? await schedules.of(model.folder) : [];
      await language.sendKnowledge({ uri: uri.toString(), measured, schedules: known });
    };
    const tell = (document: vscode.TextDocument) => {
      if (document.languageId !== LANGUAGE) return;
      // A server that ends at this moment is told when it is back.
      send(document).catch((error: unknown) => log.warn(`The language server was not told of a file: ${error}`));
    };
    const tellAll = () => vscode.workspace.textDocuments.forEach(tell);
    language
      .start()
      .then(tellAll, (error: unknown) => log.error(`The language server of rate files did not start: ${error}`));
    return vscode.Disposable.from(
      language,
      this.#measurements.onChanged(tellAll),
      this.#documents.onModel(tell),
      searches.onChanged(({ added, changed }) => {
        if (schedules.isTouchedBy([...added, ...changed])) tellAll();
      }),
      vscode.workspace.onDidOpenTextDocument(tell),
    );
  }
}

function newFileContent({ link, samples }: EditorServices, memory: Memory): NewRateFile {
  // Asked anew each time: a folder can hold another model since.
  const describe = (path: string) => link.request("model/describe", { path });
  return new NewRateFile({
    dialogs: () => new QuickDialogs(),
    describe,
    targetStep: targetStep(describe),
    modelStep: modelStep({
      find: (signal) =>
        findModels(
          {
            recent: memory.models,
            inWorkspace: editorFiles.modelFolders,
            cache: huggingFaceCache(process.env),
            samples,
          },
          signal,
        ),
      ready: () => link.request("ping", {}),
      describe,
      browse: editorFiles.browseFolder,
      last: undefined,
    }),
  });
}
