import type OpenAI from "openai";
import { Stream } from "openai/core/streaming";
import * as z from "zod";
import type { CompletionBody } from "./dialect.ts";
import { UnexpectedReply } from "./faults.ts";

/** A piece of an answer as it arrives. */
export interface Piece {
  readonly content: string;
  /** Characters of thinking that some endpoints show beside the answer: they are paid for but not read. */
  readonly thinking: number;
  readonly refusal: boolean;
  /** Why the answer ended; only the last piece has it. */
  readonly finish: string | undefined;
  readonly usage: Usage | undefined;
}

export interface Usage {
  readonly input: number;
  readonly output: number;
}

const Text = z.string().nullish().catch(null);
const Message = z.object({ content: Text, refusal: Text, reasoning_content: Text, reasoning: Text });
const Choice = z.object({
  /** Of a streamed answer. */
  delta: Message.nullish().catch(null),
  /** Of a whole one. */
  message: Message.nullish().catch(null),
  finish_reason: Text,
});
const Tokens = z.object({ prompt_tokens: z.int().min(0), completion_tokens: z.int().min(0) });
/** The part of a chat completion, or of a chunk of one, that is read. What has another type is taken as absent. */
const Reply = z.object({
  choices: z.array(Choice).nullish().catch(null),
  usage: Tokens.nullish().catch(null),
});

/**
 * Sends one request and yields the answer piece by piece; an endpoint that does not stream gives one piece.
 *
 * @throws whatever the package or the network throws; {@link UnexpectedReply} for a response of another kind
 */
export async function* complete(client: OpenAI, body: CompletionBody, signal: AbortSignal): AsyncGenerator<Piece> {
  const abandoned = new AbortController();
  const either = AbortSignal.any([signal, abandoned.signal]);
  try {
    const response = await client.chat.completions.create(body, { signal: either }).asResponse();
    yield* pieces(response, client, abandoned);
    // The package ends an aborted stream as if it were complete.
    signal.throwIfAborted();
  } finally {
    abandoned.abort();
  }
}

async function* pieces(response: Response, client: OpenAI, abandoned: AbortController): AsyncGenerator<Piece> {
  const type = response.headers.get("content-type") ?? "";
  if (type.includes("html")) throw new UnexpectedReply("a web page instead of a chat completion");
  if (type.includes("json")) {
    const reply: unknown = await response.json();
    if (!Reply.safeParse(reply).data?.choices) throw new UnexpectedReply("JSON that is no chat completion");
    yield pieceOf(reply);
    return;
  }
  // The client is handed over because the reader would write what it cannot parse to the console without it.
  for await (const chunk of Stream.fromSSEResponse<unknown>(response, abandoned, client)) yield pieceOf(chunk);
}

function pieceOf(reply: unknown): Piece {
  const { choices, usage } = Reply.safeParse(reply).data ?? {};
  const choice = choices?.[0];
  const message = choice?.delta ?? choice?.message;
  const thinking = message?.reasoning_content ?? message?.reasoning ?? "";
  return {
    content: message?.content ?? "",
    thinking: thinking.length,
    refusal: Boolean(message?.refusal),
    finish: choice?.finish_reason ?? undefined,
    usage: usage ? { input: usage.prompt_tokens, output: usage.completion_tokens } : undefined,
  };
}
