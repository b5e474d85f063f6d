import type { Proposal, ProposalRequest } from "../search/ports.ts";
import { Answer } from "./answer.ts";
import type { Piece } from "./completion.ts";
import { characterLimit } from "./dialect.ts";
import { type Fault, faultOf } from "./faults.ts";
import { Watchdog } from "./guarded-fetch.ts";
import type { ChatMessage, LlmCaller, LlmCallRecord } from "./journal.ts";
import type { Redact } from "./key-guard.ts";
import { defaultRetryPolicy, pause, type RetryPolicy, retryDelay } from "./retry.ts";
import { type Price, Spend } from "./spend.ts";
import { vectorsIn } from "./stream-parser.ts";

/** One try as it is sent: the chat, and the rest of the request for the journal. */
export interface Composed {
  readonly messages: readonly ChatMessage[];
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Someone who answers chats. What is the same for all of them (retries, spend, the journal) is done above it. */
export interface ChatEndpoint {
  /** Seconds of silence after which a try is given up. */
  readonly timeout: number;
  readonly price: Price;
  /** Takes secrets out of a text. */
  readonly redact: Redact;
  readonly retry?: RetryPolicy;
  /** The chat that asks for the vectors of `request`, as this endpoint takes it. */
  compose(request: ProposalRequest): Composed;
  /** Sends a try and yields the answer as it comes; `watchdog` is told of every sign of life. */
  send(composed: Composed, request: ProposalRequest, watchdog: Watchdog, signal: AbortSignal): AsyncIterable<Piece>;
  /** Changes how requests are composed after a refusal (400, 422). False when there is nothing left to change. */
  adapt(refusal: string): boolean;
}

/** One try: what came of the answer, and what went wrong. */
interface Attempt extends Composed {
  readonly answer: string;
  readonly fault: Fault | undefined;
}

/**
 * A caller of an endpoint. A try that brought no text is repeated: at once without the options that the endpoint
 * refused, with backoff for what may pass. An answer that broke off is not: the search asks once more for the vectors
 * that it lacks.
 */
export function conversationWith(endpoint: ChatEndpoint): LlmCaller {
  const conversation = new Conversation(endpoint);
  return (request, emit, signal) => conversation.ask(request, emit, signal);
}

class Conversation {
  readonly #endpoint: ChatEndpoint;
  readonly #retry: RetryPolicy;
  /** The last request had no answer in all its tries: the next is tried once, so that a dead endpoint costs little time. */
  #silent = false;

  constructor(endpoint: ChatEndpoint) {
    this.#endpoint = endpoint;
    this.#retry = endpoint.retry ?? defaultRetryPolicy;
  }

  async ask(request: ProposalRequest, emit: (proposal: Proposal) => void, signal: AbortSignal): Promise<LlmCallRecord> {
    const startedAt = new Date();
    const spend = new Spend(this.#endpoint.price);
    const policy = this.#silent ? { ...this.#retry, retries: 0 } : this.#retry;
    for (let retries = 0; ; ) {
      const attempt = await this.#attempt(request, emit, spend, signal);
      const { fault } = attempt;
      if (fault?.refusal !== undefined && this.#endpoint.adapt(fault.refusal)) continue;
      const worthIt = fault?.retryable && attempt.answer === "";
      const delay = worthIt ? retryDelay(policy, retries++, fault.retryAfter) : undefined;
      if (delay === undefined) return this.#record(request, attempt, spend, startedAt);
      await pause(delay, signal);
    }
  }

  /** One call. Throws only the reason of `signal`. */
  async #attempt(
    request: ProposalRequest,
    emit: (proposal: Proposal) => void,
    spend: Spend,
    signal: AbortSignal,
  ): Promise<Attempt> {
    const composed = this.#endpoint.compose(request);
    const watchdog = new Watchdog(this.#endpoint.timeout * 1000);
    const answer = new Answer(characterLimit(request), emit);
    let fault: Fault | undefined;
    try {
      const either = AbortSignal.any([signal, watchdog.signal]);
      fault = await answer.read(this.#endpoint.send(composed, request, watchdog, either));
    } catch (thrown) {
      signal.throwIfAborted();
      fault = faultOf(watchdog.signal.aborted ? watchdog.signal.reason : thrown);
    } finally {
      watchdog.stop();
    }
    if (fault) spend.countFault(fault.kind);
    spend.countCall(composed.messages, answer);
    return { ...composed, answer: answer.text, fault };
  }

  #record(request: ProposalRequest, attempt: Attempt, spend: Spend, startedAt: Date): LlmCallRecord {
    const { redact } = this.#endpoint;
    const answer = redact(attempt.answer);
    const seconds = (Date.now() - startedAt.getTime()) / 1000;
    const problem = attempt.answer === "" ? attempt.fault?.message : undefined;
    this.#silent = problem !== undefined;
    return {
      ordinal: request.ordinal,
      retry: request.retry,
      startedAt: startedAt.toISOString(),
      messages: attempt.messages,
      parameters: attempt.parameters,
      answer,
      vectors: vectorsIn(answer).map(({ values }) => values.map((value) => (Number.isNaN(value) ? null : value))),
      tokensEstimated: spend.estimated,
      outcome: { ...spend.outcome(seconds), ...(problem !== undefined && { problem: oneLine(redact(problem)) }) },
    };
  }
}

/** Longer explanations of endpoints are cut: some quote the whole request. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").slice(0, 300);
}
