import { randomUUID } from "node:crypto";
import { UserError } from "../../base/errors.ts";
import type { Measured } from "../../protocol/card.ts";
import type { MeasuredFitness } from "../../protocol/language-server.ts";
import type { EvaluateParams } from "../../protocol/runner.ts";
import { cardText } from "../../protocol/text/card-text.ts";
import type { RunnerLink } from "../runner/link.ts";

/** Milliseconds that a runner has to tell that it has cancelled. */
const CANCEL_LIMIT = 3000;

/** What of the runner an evaluation needs. */
export type EvaluationRunner = Pick<RunnerLink, "request" | "onEvaluateProgress">;

/** How far an evaluation is. */
export interface EvaluationProgress {
  /** What is measured now: `these rates`, `uniform rates`, `the dense model`. */
  readonly subject: string;
  readonly stage: string;
  /** 0 to 1, of this subject. */
  readonly fraction: number;
}

export interface EvaluationOptions {
  readonly tell: (progress: EvaluationProgress) => void;
  readonly signal: AbortSignal;
}

/** Measures rate files beside what they are compared with. The dense and the uniform model are measured once per protocol. */
export class Evaluation {
  readonly #runner: EvaluationRunner;
  readonly #known = new Map<string, Measured>();

  constructor(runner: EvaluationRunner) {
    this.#runner = runner;
  }

  /**
   * Measures rates, the dense model and uniform rates of the same mean, all on the same windows.
   *
   * @param params of the rates; `target` is what uniform rates are made of, the mean when left out
   * @throws UserError as the runner words it; `cancelled` when the signal was aborted
   */
  async measure(params: EvaluateParams, mean: number, options: EvaluationOptions): Promise<MeasuredFitness> {
    const own = await this.#ask(params, "these rates", options);
    const text = own.card.textSha256;
    const layers = params.rates.length;
    const dense = await this.#askOnce(
      { ...params, rates: alike(layers, 0), target: 0 },
      text,
      "the dense model",
      options,
    );
    const target = params.target ?? mean;
    const uniform = await this.#askOnce(
      { ...params, rates: alike(layers, target), target },
      text,
      "uniform rates",
      options,
    );
    return {
      model: params.model,
      rates: params.rates,
      perplexity: own.perplexity,
      dense: dense.perplexity,
      uniform: uniform.perplexity,
      protocol: cardText(own.card),
      at: new Date().toISOString(),
    };
  }

  /** @param text sha256 of the text as it is now: a file that has changed since is measured again */
  async #askOnce(params: EvaluateParams, text: string, subject: string, options: EvaluationOptions): Promise<Measured> {
    const question = JSON.stringify([params, text]);
    const measured = this.#known.get(question) ?? (await this.#ask(params, subject, options));
    this.#known.set(question, measured);
    return measured;
  }

  async #ask(params: EvaluateParams, subject: string, { tell, signal }: EvaluationOptions): Promise<Measured> {
    const ticket = randomUUID();
    const listening = this.#runner.onEvaluateProgress(({ ticket: of, stage, done, total }) => {
      if (of === ticket) tell({ subject, stage, fraction: total > 0 ? done / total : 0 });
    });
    // Only an evaluation that was asked for can be cancelled; that the runner went away is told by the request itself.
    const cancel = () => void this.#runner.request("evaluate/cancel", { ticket }).catch(() => undefined);
    signal.addEventListener("abort", cancel, { once: true });
    try {
      signal.throwIfAborted();
      const answer = this.#runner.request("evaluate", { ...params, ticket });
      return finite(await Promise.race([answer, givenUp(signal)]), subject);
    } finally {
      listening.dispose();
      signal.removeEventListener("abort", cancel);
    }
  }
}

/** A runner that does not answer does not tell that it has cancelled, either. @returns what fails some time after the abort */
function givenUp(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const giveUp = () => reject(new UserError("cancelled", "The evaluation was cancelled."));
    signal.addEventListener("abort", () => setTimeout(giveUp, CANCEL_LIMIT), { once: true });
  });
}

/** JSON has null for a perplexity that is none. */
function finite(measured: Measured, subject: string): Measured {
  if (Number.isFinite(measured.perplexity)) return measured;
  const message = `On this text the perplexity of ${subject} is not finite.`;
  throw new UserError("perplexity-infinite", message, "Cut less, or in other layers.");
}

function alike(layers: number, rate: number): EvaluateParams["rates"] {
  return Array.from({ length: layers }, () => ({ attention: rate, mlp: rate }));
}
