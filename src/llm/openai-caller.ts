import OpenAI from "openai";
import type { ProposalRequest } from "../search/ports.ts";
import { complete, type Piece } from "./completion.ts";
import { type ChatEndpoint, type Composed, conversationWith } from "./conversation.ts";
import { byteLimit, type CompletionBody, Dialect, type ModelSettings } from "./dialect.ts";
import { guardedFetch, type Watchdog } from "./guarded-fetch.ts";
import type { LlmCaller } from "./journal.ts";
import { checkedBaseUrl, type Redact, redactorOf } from "./key-guard.ts";
import { type PromptModel, promptFor } from "./prompts.ts";
import type { RetryPolicy } from "./retry.ts";
import type { Price } from "./spend.ts";

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

/**
 * A caller of an OpenAI-compatible endpoint.
 *
 * @throws UserError when the base URL is unusable
 */
export function openAiCaller(settings: OpenAiEndpoint): LlmCaller {
  checkedBaseUrl(settings.baseUrl);
  return conversationWith(new OpenAiChat(settings));
}

class OpenAiChat implements ChatEndpoint {
  readonly timeout: number;
  readonly price: Price;
  readonly redact: Redact;
  readonly retry?: RetryPolicy;
  readonly #settings: OpenAiEndpoint;
  readonly #dialect = new Dialect();

  constructor(settings: OpenAiEndpoint) {
    this.#settings = settings;
    this.timeout = settings.timeout;
    this.price = settings.price;
    this.redact = redactorOf(settings.key);
    if (settings.retry) this.retry = settings.retry;
  }

  compose(request: ProposalRequest): Composed {
    const chat = promptFor(request, this.#settings.prunedModel, this.#dialect.format);
    const { messages: _, ...parameters } = this.#dialect.body(this.#settings, chat, request);
    return { messages: chat, parameters };
  }

  send(composed: Composed, request: ProposalRequest, watchdog: Watchdog, signal: AbortSignal): AsyncIterable<Piece> {
    // Composed by the dialect above, and taken apart for the journal alone.
    const body = { ...composed.parameters, messages: composed.messages } as unknown as CompletionBody;
    return complete(this.#client(byteLimit(request), watchdog), body, signal);
  }

  adapt(refusal: string): boolean {
    return this.#dialect.adapt(refusal);
  }

  /** A client is only a bundle of settings; what it would read from environment variables is set here. */
  #client(maxBytes: number, watchdog: Watchdog): OpenAI {
    return new OpenAI({
      baseURL: this.#settings.baseUrl,
      // Never sent: guardedFetch adds the real key, or none.
      apiKey: "unused",
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      logLevel: "off",
      // The package's own retries cannot be cancelled and wait as long as an endpoint asks them to.
      maxRetries: 0,
      fetch: guardedFetch(this.#settings.key, maxBytes, watchdog),
    });
  }
}
