import { basename } from "node:path";
import * as vscode from "vscode";
import { UserError } from "../../base/errors.ts";
import type { MeasuredFitness } from "../../protocol/language-server.ts";
import type { EvaluateParams } from "../../protocol/runner.ts";
import { pathOfRateFile } from "../rates/open-rate-file.ts";
import { withoutLinks } from "../without-links.ts";
import type { Evaluation, EvaluationProgress, EvaluationRunner } from "./evaluation.ts";
import type { EvaluationText } from "./evaluation-text.ts";
import { fitnessLine } from "./fitness-line.ts";
import type { Measurements } from "./measurements.ts";
import type { RateDocuments } from "./rate-documents.ts";
import { type RateSubject, rateSubject } from "./rate-subject.ts";

export interface EvaluateParts {
  readonly runner: EvaluationRunner;
  readonly documents: RateDocuments;
  readonly evaluation: Evaluation;
  readonly measurements: Measurements;
  readonly texts: EvaluationText;
  /** The setting: windows that are measured at most; undefined for all of them. */
  readonly windows: () => number | undefined;
}

/** Measures the rates of a file with progress, and adds the result to the file's history. */
export class EvaluateCommand {
  readonly #parts: EvaluateParts;
  /** What is being measured. */
  readonly #running = new Set<string>();

  constructor(parts: EvaluateParts) {
    this.#parts = parts;
  }

  /**
   * @param given absolute path of a text, instead of the one that the file names or a person chooses
   * @returns what was measured, or undefined when the person gave up
   */
  async run(document: vscode.TextDocument, given?: string): Promise<MeasuredFitness | undefined> {
    const path = pathOfRateFile(document);
    const subject = rateSubject(this.#parts.documents.read(document), path);
    await this.#mustHaveModel(document, subject);
    const text = await this.#parts.texts.choose(given ?? subject.text);
    if (!text) return undefined;
    const question = JSON.stringify([path, subject, text]);
    if (this.#running.has(question)) {
      say(`These rates of ${basename(path)} are being evaluated already.`);
      return undefined;
    }
    this.#running.add(question);
    return this.#measureFile(path, subject, text).finally(() => this.#running.delete(question));
  }

  /** A model that cannot be run is told before anything is asked. */
  async #mustHaveModel(document: vscode.TextDocument, { model }: RateSubject): Promise<void> {
    if (this.#parts.documents.modelOf(document.uri)) return;
    await this.#parts.runner.request("model/describe", { path: model });
  }

  async #measureFile(path: string, subject: RateSubject, text: EvaluateParams["text"]): Promise<MeasuredFitness> {
    const name = basename(path);
    // The history is of the file: its own rates are what it is looked up by.
    const measured = { ...(await this.#measure(name, subject, text)), rates: subject.written };
    await this.#parts.measurements.add(path, measured);
    say(`${name}: ${fitnessLine(measured)}, on ${measured.protocol}`);
    return measured;
  }

  async #measure(name: string, subject: RateSubject, text: EvaluateParams["text"]): Promise<MeasuredFitness> {
    const title = `Evaluating ${name}`;
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    return vscode.window.withProgress(options, async (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort(new UserError("cancelled", "The evaluation was cancelled.")));
      const params = await this.#paramsOf(subject, text);
      const tell = progressTeller((message, increment) => progress.report({ message, increment }));
      return this.#parts.evaluation.measure(params, subject.mean, { tell, signal: abort.signal });
    });
  }

  /** The way of measuring is that of a search of this model on this text: same windows, same importance. */
  async #paramsOf({ model, rates, target }: RateSubject, text: EvaluateParams["text"]): Promise<EvaluateParams> {
    const draft = { model, texts: { search: text }, target: target ?? 0, method: "uniform", llm: NO_LLM };
    const { spec } = await this.#parts.runner.request("search/draft", { preset: "paper", spec: draft });
    const { protocol, windows, importance, scoring, device, dtype } = spec;
    return {
      model,
      rates,
      target,
      text: spec.texts.search,
      calibration: undefined,
      calibrationWindows: windows.calibration,
      seqlen: protocol.seqlen,
      bos: protocol.bos,
      windows: this.#parts.windows(),
      importance,
      scoring,
      device,
      dtype,
    };
  }
}

function say(text: string): void {
  void vscode.window.showInformationMessage(withoutLinks(text));
}

const NO_LLM = { provider: "none" } as const;

/** Turns fractions of three subjects into the increments of one progress bar. */
function progressTeller(report: (message: string, increment: number) => void): (progress: EvaluationProgress) => void {
  const subjects: string[] = [];
  let shown = 0;
  return ({ subject, stage, fraction }) => {
    if (!subjects.includes(subject)) subjects.push(subject);
    const done = ((subjects.length - 1 + fraction) / 3) * 100;
    report(`${subject}: ${stage}`, Math.max(0, done - shown));
    shown = Math.max(shown, done);
  };
}
