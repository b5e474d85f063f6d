import * as vscode from "vscode";
import type { MeasuredFitness } from "../../protocol/language-server.ts";
import { editorFiles } from "../start/editor-files.ts";
import { Memory } from "../start/memory.ts";
import { QuickDialogs } from "../start/quick-dialogs.ts";
import type { EditorServices } from "./editor-services.ts";
import { EvaluateCommand } from "./evaluate-command.ts";
import { Evaluation } from "./evaluation.ts";
import { EvaluationText } from "./evaluation-text.ts";
import { Measurements } from "./measurements.ts";
import { LANGUAGE } from "./names.ts";
import { RateBars } from "./rate-bars.ts";
import { RateDocuments } from "./rate-documents.ts";
import { RateLanguage } from "./rate-language.ts";
import { RateLenses } from "./rate-lenses.ts";

/** Everything that rate files have in the editor: language server, bars, lenses, evaluation. */
export class RateFileFeatures implements vscode.Disposable {
  readonly #evaluate: EvaluateCommand;
  readonly #parts: vscode.Disposable;

  private constructor({ context, link, log, settings, samples }: EditorServices) {
    const documents = new RateDocuments();
    const measurements = new Measurements(context.globalState);
    const language = new RateLanguage(context, documents, () => ({ edgeHints: settings.edgeHints }), log);
    const lenses = new RateLenses(documents, measurements);
    const memory = new Memory(context.globalState);
    const texts = new EvaluationText({ dialogs: new QuickDialogs(), memory, files: editorFiles, samples });
    this.#evaluate = new EvaluateCommand({
      runner: link,
      documents,
      evaluation: new Evaluation(link),
      measurements,
      texts,
      windows: () => settings.evaluationWindows,
    });
    const tell = (document: vscode.TextDocument) =>
      void language.sendKnowledge({
        uri: document.uri.toString(),
        measured: measurements.of(document.uri.fsPath),
        schedules: [],
      });
    this.#parts = vscode.Disposable.from(
      documents,
      measurements,
      language,
      lenses,
      new RateBars(documents),
      vscode.languages.registerCodeLensProvider({ language: LANGUAGE }, lenses),
      measurements.onChanged((path) =>
        rateFiles()
          .filter(({ uri }) => uri.fsPath === path)
          .forEach(tell),
      ),
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (document.languageId === LANGUAGE) tell(document);
      }),
    );
    language.start().then(
      () => rateFiles().forEach(tell),
      (error: unknown) => log.error(`The language server of rate files did not start: ${error}`),
    );
  }

  static open(services: EditorServices): RateFileFeatures {
    return new RateFileFeatures(services);
  }

  /** @param text absolute path of the text to measure on, instead of the one that the file names or a person chooses */
  evaluate(document: vscode.TextDocument, text: string | undefined): Promise<MeasuredFitness | undefined> {
    return this.#evaluate.run(document, text);
  }

  dispose(): void {
    this.#parts.dispose();
  }
}

function rateFiles(): vscode.TextDocument[] {
  return vscode.workspace.textDocuments.filter(({ languageId }) => languageId === LANGUAGE);
}
