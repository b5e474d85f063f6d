import type * as vscode from "vscode";
import { singleFlight } from "../single-flight.ts";
import type { SearchStarter } from "./search-starter.ts";
import type { StarterOptions } from "./starter-options.ts";

/**
 * Starts searches from a multi-step quick pick, from answers given by a program, and from rate files. What that takes is
 * loaded with the first search: it would be most of the time in which the extension is activated.
 */
export class WizardSearchStarter implements SearchStarter {
  readonly #options: StarterOptions;
  #loaded: Promise<SearchStarter> | undefined;
  /** The first start takes seconds in which nothing moves much, and a person may press the button again. */
  readonly sample = singleFlight(async () => (await this.#starter()).sample());

  constructor(options: StarterOptions) {
    this.#options = options;
  }

  async ask(given?: unknown): Promise<string | undefined> {
    return (await this.#starter()).ask(given);
  }

  async fromRateFile(file: vscode.TextDocument): Promise<string | undefined> {
    return (await this.#starter()).fromRateFile(file);
  }

  #starter(): Promise<SearchStarter> {
    this.#loaded ??= import("./editor-search-starter.ts").then(
      ({ EditorSearchStarter }) => new EditorSearchStarter(this.#options),
    );
    return this.#loaded;
  }
}
