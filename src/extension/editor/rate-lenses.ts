import * as vscode from "vscode";
import { resolveModelPath } from "../../ratefile/model-path.ts";
import { completeRates } from "../../ratefile/rate-file.ts";
import { fitnessLine } from "./fitness-line.ts";
import type { Measurements } from "./measurements.ts";
import type { RateDocuments } from "./rate-documents.ts";

/** What can be done with a rate file, above its first line, and what its rates were measured to have. */
export class RateLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #documents: RateDocuments;
  readonly #measurements: Measurements;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #registration: vscode.Disposable;

  constructor(documents: RateDocuments, measurements: Measurements) {
    this.#documents = documents;
    this.#measurements = measurements;
    this.#registration = vscode.Disposable.from(
      measurements.onChanged(() => this.#changed.fire()),
      this.#changed,
    );
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const { uri } = document;
    const lens = (title: string, command: string, tooltip: string) =>
      new vscode.CodeLens(FIRST_LINE, { title, command, tooltip, arguments: [uri] });
    return [
      this.#evaluate(document),
      lens("Search From Here", "selfPruner.searchFromHere", "Search better rates for this model and target"),
      lens("Edit Bars", "selfPruner.openRateEditor", "Drag the rates of all layers beside the text"),
      lens(
        "Compare With…",
        "selfPruner.compareRates",
        "Lay another file, a search's best or an earlier state beside it",
      ),
      lens("Export…", "selfPruner.exportRates", "Write the rates or the plan in another format"),
    ];
  }

  dispose(): void {
    this.#registration.dispose();
  }

  #evaluate(document: vscode.TextDocument): vscode.CodeLens {
    const { value } = this.#documents.read(document);
    const rates = completeRates(value);
    const path = document.uri.fsPath;
    const model = value.model && resolveModelPath(path, value.model.value);
    const measured = model !== undefined && rates ? this.#measurements.ofRates(path, model, rates) : undefined;
    return new vscode.CodeLens(FIRST_LINE, {
      title: measured ? `$(pass) ${fitnessLine(measured)}` : "$(beaker) Evaluate",
      command: "selfPruner.evaluateRates",
      tooltip: measured ? `On ${measured.protocol}. Evaluates again.` : "Measure the perplexity of these rates",
      arguments: [document.uri],
    });
  }
}

const FIRST_LINE = new vscode.Range(0, 0, 0, 0);
