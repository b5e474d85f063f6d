import type { ProposalOutcome } from "../search/ports.ts";
import type { Usage } from "./completion.ts";
import type { ChatMessage } from "./journal.ts";

/** USD per million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
}

/** Characters of English or of numbers that make about one token: the usual rule of thumb. */
const CHARACTERS_PER_TOKEN = 4;

/** Adds up what the calls of one request cost and what went wrong in them. */
export class Spend {
  /** Some tokens are estimates, because the endpoint told none. */
  estimated = false;
  readonly #price: Price;
  readonly #faults: Record<string, number> = {};
  #calls = 0;
  #input = 0;
  #output = 0;

  constructor(price: Price) {
    this.#price = price;
  }

  countFault(kind: string): void {
    this.#faults[kind] = (this.#faults[kind] ?? 0) + 1;
  }

  /** A call that brought neither text nor usage has cost nothing. */
  countCall(
    messages: readonly ChatMessage[],
    answer: { text: string; thinking: number; usage: Usage | undefined },
  ): void {
    this.#calls++;
    const received = answer.text.length + answer.thinking;
    if (!answer.usage && received === 0) return;
    this.estimated ||= !answer.usage;
    const sent = messages.reduce((sum, { content }) => sum + content.length, 0);
    this.#input += answer.usage?.input ?? Math.ceil(sent / CHARACTERS_PER_TOKEN);
    this.#output += answer.usage?.output ?? Math.ceil(received / CHARACTERS_PER_TOKEN);
  }

  outcome(seconds: number): ProposalOutcome {
    return {
      calls: this.#calls,
      inputTokens: this.#input,
      outputTokens: this.#output,
      money: (this.#input * this.#price.input + this.#output * this.#price.output) / 1e6,
      seconds,
      faults: this.#faults,
    };
  }
}
