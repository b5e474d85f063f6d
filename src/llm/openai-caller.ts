import OpenAI from "openai";
import type { Proposal, ProposalRequest } from "../search/ports.ts";
import { Answer } from "./answer.ts";
import { complete } from "./completion.ts";
import { byteLimit, characterLimit, Dialect, type ModelSettings } from "./dialect.ts";
import { type Fault, faultOf } from "./faults.ts";
import { guardedFetch, Watchdog } from "./guarded-fetch.ts";
import type { ChatMessage, LlmCaller, LlmCallRecord } from "./journal.ts";
import { checkedBaseUrl, type Redact, redactorOf } from "./key-guard.ts";
import { type PromptModel, promptFor } from "./prompts.ts";
import { defaultRetryPolicy, pause, type RetryPolicy, retryDelay } from "./retry.ts";
import { type Price, Spend } from "./spend.ts";
import { vectorsIn } from "./stream-parser.ts";

/** An endpoint that speaks OpenAI's chat completions, and what it is told of the model that is pruned. */
export interface OpenAiEndpoint extends ModelSettings {
  readonly baseUrl: string;
  /** Sent to `baseUrl` and to nobody else; absent for local servers that want none. */
  readonly key?: string;
  /** Seconds of silence after which a call is given up. */
  readonly timeout: number;
  readonly price: Price;
  readonly prunedModel: PromptModel;
  readonly retry?: RetryPolicy;
}

/** One try: what came of the answer, and what went wrong. */
interface Attempt {
  readonly messages: readonly ChatMessage[];
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly answer: string;
  readonly fault: Fault | undefined;
}

/**
 * A caller of an OpenAI-compatible endpoint. A try that brought no text is repeated: at once without the options that
 * the endpoint refused, with backoff for what may pass. An answer that broke off is not: the search asks once more
 * for the vectors that it lacks.
 *
 * @throws UserError when the base URL is unusable
 */
export function openAiCaller(endpoint: OpenAiEndpoint): LlmCaller {
  checkedBaseUrl(endpoint.baseUrl);
  const conversation = new Conversation(endpoint);
  return (request, emit, signal) => conversation.ask(request, emit, signal);
}

class Conversation {
  readonly #endpoint: OpenAiEndpoint;
  readonly #dialect = new Dialect();
  readonly #redact: Redact;
  readonly #retry: RetryPolicy;
  /** The last request had no answer in all its tries: the next is tried once, so that a dead endpoint costs little time. */
  #silent = false;

  constructor(endpoint: OpenAiEndpoint) {
    this.#endpoint = endpoint;
    this.#redact = redactorOf(endpoint.key);
    this.#retry = endpoint.retry ?? defaultRetryPolicy;
  }

  async ask(request: ProposalRequest, emit: (proposal: Proposal) => void, signal: AbortSignal): Promise<LlmCallRecord> {
    const startedAt = new Date();
    const spend = new Spend(this.#endpoint.price);
    const policy = this.#silent ? { ...this.#retry, retries: 0 } : this.#retry;
    for (let retries = 0; ; ) {
      const attempt = await this.#attempt(request, emit, spend, signal);
      const { fault } = attempt;
      if (fault?.refusal !== undefined && this.#dialect.adapt(fault.refusal)) continue;
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
    const messages = promptFor(request, this.#endpoint.prunedModel, this.#dialect.format);
    const body = this.#dialect.body(this.#endpoint, messages, request);
    const watchdog = new Watchdog(this.#endpoint.timeout * 1000);
    const answer = new Answer(characterLimit(request), emit);
    let fault: Fault | undefined;
    try {
      const client = this.#client(byteLimit(request), watchdog);
      fault = await answer.read(complete(client, body, AbortSignal.any([signal, watchdog.signal])));
    } catch (thrown) {
      signal.throwIfAborted();
      fault = faultOf(watchdog.signal.aborted ? watchdog.signal.reason : thrown);
    } finally {
      watchdog.stop();
    }
    if (fault) spend.countFault(fault.kind);
    spend.countCall(messages, answer);
    const { messages: _, ...parameters } = body;
    return { messages, parameters, answer: answer.text, fault };
  }

  /** A client is only a bundle of settings; what it would read from environment variables is set here. */
  #client(maxBytes: number, watchdog: Watchdog): OpenAI {
    return new OpenAI({
      baseURL: this.#endpoint.baseUrl,
      // Never sent: guardedFetch adds the real key, or none.
      apiKey: "unused",
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      logLevel: "off",
      // The package's own retries cannot be cancelled and wait as long as an endpoint asks them to.
      maxRetries: 0,
      fetch: guardedFetch(this.#endpoint.key, maxBytes, watchdog),
    });
  }

  #record(request: ProposalRequest, attempt: Attempt, spend: Spend, startedAt: Date): LlmCallRecord {
    const answer = this.#redact(attempt.answer);
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
      outcome: { ...spend.outcome(seconds), ...(problem !== undefined && { problem: oneLine(this.#redact(problem)) }) },
    };
  }
}

/** Longer explanations of endpoints are cut: some quote the whole request. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").slice(0, 300);
}
