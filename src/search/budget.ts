import type { EndReason } from "./events.ts";
import type { Clock, Evaluation, ProposalOutcome } from "./ports.ts";
import type { Budget } from "./spec.ts";

/**
 * What a search has spent, held against its budget.
 *
 * An evaluation is one pass over all search windows: a candidate that racing drops after a quarter of them costs a
 * quarter. The ledger is asked before every step that costs something, and only then: a search that had nothing left to
 * do is complete, whatever it spent. Once a limit has stopped a step it stops all that follow. Before the first candidate
 * has been scored nothing is ever exhausted, so that every search ends with a best.
 */
export class Ledger {
  readonly #budget: Budget;
  readonly #clock: Clock;
  readonly #windows: number;
  #windowsScored = 0;
  #tokens = 0;
  #llmCalls = 0;
  #llmTokens = 0;
  #llmMoney = 0;
  #ended: EndReason | undefined;

  /** @param windows search windows in all, of one evaluation */
  constructor(budget: Budget, clock: Clock, windows: number) {
    this.#budget = budget;
    this.#clock = clock;
    this.#windows = windows;
  }

  /** Evaluations so far. */
  get evaluations(): number {
    return this.#windowsScored / this.#windows;
  }

  /** Enters the scoring of some windows. */
  scored(evaluation: Evaluation): void {
    this.#windowsScored += evaluation.losses.length;
    this.#tokens += evaluation.tokens;
  }

  /** Enters the cost of an answer of the LLM. */
  answered(outcome: ProposalOutcome): void {
    this.#llmCalls += outcome.calls;
    this.#llmTokens += outcome.inputTokens + outcome.outputTokens;
    this.#llmMoney += outcome.money;
  }

  /** Whether the LLM may be asked once more while `pending` requests are still unanswered. */
  allowsRequest(pending: number): boolean {
    return this.#budget.llmCalls === undefined || this.#llmCalls + pending < this.#budget.llmCalls;
  }

  /** Whether a limit forbids the next step. */
  exhausted(): boolean {
    if (this.#ended === undefined && this.evaluations >= 1) this.#ended = this.#limitMet();
    return this.#ended !== undefined;
  }

  /** The limit that stopped a step, the first in the order of {@link Budget} where several would have. */
  get ended(): EndReason | undefined {
    return this.#ended;
  }

  #limitMet(): EndReason | undefined {
    const spent = {
      evaluations: this.evaluations,
      tokens: this.#tokens,
      seconds: this.#clock.elapsed(),
      llmCalls: this.#llmCalls,
      llmTokens: this.#llmTokens,
      llmMoney: this.#llmMoney,
    };
    const limits = Object.keys(spent) as (keyof typeof spent)[];
    return limits.find((limit) => spent[limit] >= (this.#budget[limit] ?? Number.POSITIVE_INFINITY));
  }
}
