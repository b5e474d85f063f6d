import type OpenAI from "openai";
import type { ProposalRequest } from "../search/ports.ts";
import type { ChatMessage } from "./journal.ts";
import { type AnswerFormat, answerSchema } from "./prompts.ts";

/** What is asked of a model besides the messages. */
export interface ModelSettings {
  readonly model: string;
  readonly temperature: number;
}

export type CompletionBody = OpenAI.ChatCompletionCreateParamsStreaming;

/**
 * The options of chat completions that an endpoint understands. All are tried; what it refuses (400 or 422) is
 * remembered and left out from then on.
 */
export class Dialect {
  #schema = true;
  #usage = true;
  #temperature = true;
  #limit: "max_tokens" | "max_completion_tokens" | undefined = "max_tokens";

  get format(): AnswerFormat {
    return this.#schema ? "json" : "lists";
  }

  /** The body of a request as this endpoint takes it. */
  body(settings: ModelSettings, messages: readonly ChatMessage[], request: ProposalRequest): CompletionBody {
    const schema = { name: "individuals", strict: true, schema: answerSchema(request) };
    return {
      model: settings.model,
      messages: [...messages],
      stream: true,
      ...(this.#temperature && { temperature: settings.temperature }),
      ...(this.#limit && { [this.#limit]: tokenLimit(request) }),
      ...(this.#usage && { stream_options: { include_usage: true } }),
      ...(this.#schema && { response_format: { type: "json_schema", json_schema: schema } }),
    };
  }

  /** Leaves out what a refusal names, or every extra when it names none. False when there was nothing to leave out. */
  adapt(refusal: string): boolean {
    if (this.#limit && /max_(completion_)?tokens|context length/i.test(refusal)) {
      // Reasoning models want the second name; a limit that is too large for the model is refused under both.
      this.#limit = this.#limit === "max_tokens" ? "max_completion_tokens" : undefined;
    } else if (this.#temperature && /temperature/i.test(refusal)) this.#temperature = false;
    else if (this.#usage && /stream_options|include_usage/i.test(refusal)) this.#usage = false;
    else if (this.#schema && /response_format|json|schema|structured|grammar|guided/i.test(refusal)) {
      this.#schema = false;
    } else return this.#dropExtras();
    return true;
  }

  #dropExtras(): boolean {
    const had = this.#schema || this.#usage;
    this.#schema = false;
    this.#usage = false;
    return had;
  }
}

/** Tokens for the wanted vectors (eight for a number with its comma are ample) and for a model that thinks first. */
function tokenLimit({ count, layers }: ProposalRequest): number {
  return 16_384 + count * (layers * 8 + 32);
}

/** Characters of an answer that are read and stored: several times what the wanted vectors need. */
export function characterLimit({ count, layers }: ProposalRequest): number {
  return 65_536 + count * layers * 32;
}

/** Bytes of a response: an event of a token stream has some hundred bytes per token. */
export function byteLimit(request: ProposalRequest): number {
  return 2 ** 20 + 512 * tokenLimit(request);
}
