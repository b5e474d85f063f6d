import { readFile } from "node:fs/promises";
import { UserError } from "../../../base/errors.ts";
import type { ModelDescription } from "../../../protocol/runner.ts";
import { rateListFrom } from "../../../ratefile/services/rate-list.ts";
import { type RateSource, rateFileName } from "../../rates/rate-source.ts";
import { type Answers, noAnswers } from "../../start/answers.ts";
import type { Dialogs } from "../../start/flow/dialogs.ts";
import { runSteps } from "../../start/flow/run-steps.ts";
import type { SearchStep } from "../../start/steps/step-types.ts";
import { targetText } from "../../start/steps/target.ts";

export interface NewFilePorts {
  /** Of each run of questions its own. */
  readonly dialogs: () => Dialogs;
  readonly modelStep: SearchStep;
  readonly targetStep: SearchStep;
  readonly describe: (path: string) => Promise<ModelDescription>;
}

/** A model with the answers that led to it. */
interface Asked {
  readonly model: ModelDescription;
  readonly target: number | undefined;
}

/** The content of new rate files, from what a person has: a model and a target, or a list of rates. */
export class NewRateFile {
  readonly #ports: NewFilePorts;

  constructor(ports: NewFilePorts) {
    this.#ports = ports;
  }

  /** Every layer of a model cut alike. @returns undefined when the person gave up */
  async uniform(model?: string): Promise<RateSource | undefined> {
    const { modelStep, targetStep } = this.#ports;
    const asked = await this.#ask([modelStep, targetStep], model);
    if (!asked || asked.target === undefined) return undefined;
    const { target } = asked;
    const rates = Array.from({ length: asked.model.layers }, () => ({ attention: target, mlp: target }));
    return sourceOf(asked.model, rates, target, `uniform rates of ${targetText(target)}`);
  }

  /**
   * Rates that papers, programs or EvoPress print.
   *
   * @param text that holds the rates
   * @param from where they are from, for the comment: `the clipboard`, a file
   * @returns undefined when the person gave up
   * @throws UserError when there are no rates in it, or not as many as the model has layers
   */
  async imported(text: string, from: string, model?: string): Promise<RateSource | undefined> {
    const rates = rateListFrom(text);
    const asked = await this.#ask([this.#ports.modelStep], model);
    if (!asked) return undefined;
    const { layers, name } = asked.model;
    if (layers !== rates.length) {
      const message = `There are ${rates.length} rates, and ${name} has ${layers} layers.`;
      throw new UserError("layer-count", message, "Choose the model that the rates are of.");
    }
    return sourceOf(asked.model, rates, undefined, `rates from ${from}`);
  }

  /** @throws UserError `file-unreadable`, and as `imported` */
  async importedFile(path: string, model?: string): Promise<RateSource | undefined> {
    const text = await readFile(path, "utf8").catch((cause: unknown) => {
      throw new UserError("file-unreadable", `${path} cannot be read.`, undefined, { cause });
    });
    return this.imported(text, path, model);
  }

  /** @param model absolute path that answers the first question */
  async #ask(steps: readonly SearchStep[], model: string | undefined): Promise<Asked | undefined> {
    const { describe } = this.#ports;
    const dialogs = this.#ports.dialogs();
    const answers: Answers = { ...noAnswers, ...(model !== undefined && { model }) };
    const run = { steps, answers, skip: new Set(model === undefined ? [] : ["model"]) };
    const outcome = await runSteps(run, dialogs).finally(() => dialogs.close());
    if (!outcome.isDone || outcome.answers.model === undefined) return undefined;
    return { model: await describe(outcome.answers.model), target: outcome.answers.target };
  }
}

function sourceOf(
  { path, name }: ModelDescription,
  rates: RateSource["rates"],
  target: number | undefined,
  comment: string,
): RateSource {
  return { rates, comments: [comment], model: path, target, name: rateFileName(name, target) };
}
