import { UserError } from "../base/errors.ts";
import { unlessAborted } from "../base/unless-aborted.ts";
import type { ProposalRequest } from "../search/ports.ts";
import type { Piece, Usage } from "./completion.ts";
import { type ChatEndpoint, conversationWith } from "./conversation.ts";
import type { Watchdog } from "./guarded-fetch.ts";
import type { ChatMessage, LlmCaller } from "./journal.ts";
import { type PromptModel, promptFor } from "./prompts.ts";
import type { RetryPolicy } from "./retry.ts";

/** A language model of an editor, by the names that the editor has for it. */
interface EditorModel {
  readonly vendor: string;
  readonly model: string;
}

/**
 * Asks a language model of whichever editor is attached. `onText` is called with the answer's text as it is written.
 *
 * @returns tokens, where the editor tells them
 * @throws UserError `editor-away` when no editor that offers its models is attached, and `lm-…` as the editor words it
 */
export type EditorChat = (
  model: EditorModel,
  messages: readonly ChatMessage[],
  onText: (text: string) => void,
  signal: AbortSignal,
) => Promise<{ readonly inputTokens?: number; readonly outputTokens?: number }>;

export interface EditorCallerOptions extends EditorModel {
  /** Seconds of silence after which a call is given up. */
  readonly timeout: number;
  readonly prunedModel: PromptModel;
  readonly chat: EditorChat;
  readonly retry?: RetryPolicy;
}

/** A caller of a language model of the editor (`vscode.lm`). It takes no options, so the answer is asked for as lists. */
export function editorCaller({
  timeout,
  prunedModel,
  vendor,
  model,
  retry,
  ...options
}: EditorCallerOptions): LlmCaller {
  const chat = untilRefused(options.chat);
  const endpoint: ChatEndpoint = {
    timeout,
    // What the editor's subscription costs is not told.
    price: { input: 0, output: 0 },
    // The runner has no key for it.
    redact: (text) => text,
    ...(retry && { retry }),
    compose: (request: ProposalRequest) => ({
      messages: promptFor(request, prunedModel, "lists"),
      parameters: { vendor, model },
    }),
    send: (composed, _request, watchdog, signal) =>
      answerOf((onText, either) => chat({ vendor, model }, composed.messages, onText, either), watchdog, signal),
    adapt: () => false,
  };
  return conversationWith(endpoint);
}

/**
 * What a person did not allow stays so for this caller, which lives as long as the search runs: the editor would ask them
 * again with every call.
 */
function untilRefused(chat: EditorChat): EditorChat {
  let refusal: UserError | undefined;
  return async (...call) => {
    if (refusal) throw refusal;
    try {
      return await chat(...call);
    } catch (error) {
      if (error instanceof UserError && error.code === "lm-no-permission") refusal = error;
      throw error;
    }
  };
}

/** Text by text turned into pieces. An abort ends it at once, whatever the editor does; who stops reading hangs up. */
function answerOf(
  call: (onText: (text: string) => void, signal: AbortSignal) => ReturnType<EditorChat>,
  watchdog: Watchdog,
  signal: AbortSignal,
): AsyncIterable<Piece> {
  const abandoned = new AbortController();
  const either = AbortSignal.any([signal, abandoned.signal]);
  return new ReadableStream<Piece>({
    async start(pieces) {
      either.throwIfAborted();
      const onText = (content: string): void => {
        watchdog.heard();
        if (!either.aborted) pieces.enqueue({ ...emptyPiece, content });
      };
      const usage = usageOf(await unlessAborted(call(onText, either), either));
      pieces.enqueue({ ...emptyPiece, finish: "stop", usage });
      pieces.close();
    },
    cancel: () => abandoned.abort(),
  });
}

function usageOf({ inputTokens, outputTokens }: Awaited<ReturnType<EditorChat>>): Usage | undefined {
  if (inputTokens === undefined || outputTokens === undefined) return undefined;
  return { input: inputTokens, output: outputTokens };
}

const emptyPiece: Piece = { content: "", thinking: 0, refusal: false, finish: undefined, usage: undefined };
