import OpenAI from "openai";
import { messageOf, UserError } from "../base/errors.ts";
import { OverdueAnswer, OverlongAnswer } from "./guarded-fetch.ts";
import { retryAfterOf } from "./retry.ts";

/** What went wrong in one call. */
export interface Fault {
  /** As it is counted: `http-429`, `timeout`, `cut-stream` … */
  readonly kind: string;
  /** One sentence for people. May quote the endpoint: the key must still be taken out. */
  readonly message: string;
  /** Asking again may help. */
  readonly retryable: boolean;
  /** Milliseconds that the endpoint asked to wait. */
  readonly retryAfter?: number;
  /** The text of a 400 or 422, which may name an option that the endpoint does not know. */
  readonly refusal?: string;
}

/** A successful response that is no chat completion: usually the base URL is wrong. */
export class UnexpectedReply extends Error {
  override readonly name = "UnexpectedReply";
}

const ERRNO = /^E[A-Z_]+$/;

/** Names what a call threw. */
export function faultOf(thrown: unknown): Fault {
  if (thrown instanceof OverdueAnswer) return retryable("timeout", `The LLM gave ${thrown.message}.`);
  if (thrown instanceof OverlongAnswer) return final("too-long", "The LLM's answer was too long and was cut.");
  if (thrown instanceof UnexpectedReply) {
    return final("unexpected-reply", `The endpoint sent ${thrown.message}: check the base URL.`);
  }
  if (thrown instanceof UserError) return editorFault(thrown);
  if (thrown instanceof OpenAI.APIConnectionTimeoutError)
    return retryable("timeout", "The LLM gave no answer in time.");
  if (thrown instanceof OpenAI.APIConnectionError) {
    return retryable("connection", `The LLM endpoint cannot be reached: ${rootCauseOf(thrown)}.`);
  }
  if (thrown instanceof OpenAI.APIError) return thrown.status === undefined ? streamFault(thrown) : statusFault(thrown);
  return retryable("cut-stream", `The LLM's answer broke off: ${rootCauseOf(thrown)}.`);
}

/** An answer that ended without saying that it was complete. */
export const brokenOff: Fault = retryable("cut-stream", "The LLM's answer broke off.");

/** What an answer's own finish reason says against it. */
export function faultOfFinish(reason: string): Fault | undefined {
  if (reason === "length") return final("too-long", "The LLM's answer reached its limit and was cut.");
  if (reason === "content_filter") return final("refused", "The LLM's provider filtered the answer out.");
  return undefined;
}

export const refused: Fault = final("refused", "The LLM refused to answer.");
export const tooLong: Fault = final("too-long", "The LLM's answer was too long and was cut.");
export const prose: Fault = final("prose", "The LLM's answer held no rate vector.");

function statusFault(error: InstanceType<typeof OpenAI.APIError>): Fault {
  const status = Number(error.status);
  const kind = `http-${status}`;
  const message = `The LLM endpoint answered ${error.message}`;
  if (status === 400 || status === 422) {
    return { ...final(kind, message), refusal: `${error.message} ${error.param ?? ""}` };
  }
  // A quota that is used up does not come back within seconds, although it has the status of a rate limit.
  const transient = status === 408 || status === 409 || status === 429 || status >= 500;
  if (!transient || error.code === "insufficient_quota") return final(kind, message);
  const retryAfter = retryAfterOf(error.headers, Date.now());
  return { ...retryable(kind, message), ...(retryAfter !== undefined && { retryAfter }) };
}

/** What an editor says against a call to one of its models: a window may come back, a refusal stays one. */
function editorFault({ code, message }: UserError): Fault {
  return { kind: code, message, retryable: code === "editor-away" || code === "lm-failed" };
}

function streamFault(error: Error): Fault {
  return retryable("stream-error", `The LLM's answer ended with an error: ${error.message}`);
}

/** `ECONNREFUSED` says more than `fetch failed`: the innermost error code, or message. */
function rootCauseOf(thrown: unknown): string {
  let root = thrown;
  while (root instanceof Error && root.cause instanceof Error) root = root.cause;
  const code = root instanceof Error && "code" in root ? String(root.code) : "";
  return ERRNO.test(code) ? code : messageOf(root);
}

function retryable(kind: string, message: string): Fault {
  return { kind, message, retryable: true };
}

function final(kind: string, message: string): Fault {
  return { kind, message, retryable: false };
}
