import { messageOf } from "../../base/errors.ts";
import type { RunnerClient } from "../../protocol/client/runner-client.ts";
import type { ReverseRequestMap } from "../../protocol/runner.ts";
import { TextBatches } from "./text-batches.ts";

type Chat = ReverseRequestMap["llm/chat"];

/** Lets a language model answer a chat; `onText` is called with the answer's text as it is written. */
export type AnswerChat = (
  chat: Chat["params"],
  onText: (text: string) => void,
  signal: AbortSignal,
) => Promise<Chat["result"]>;

/** Milliseconds for which an answer's text is collected before it is sent. */
const PAUSE = 50;

/**
 * Answers the chats of a runner and offers to do so.
 *
 * @param log is told why an offer was not taken
 * @returns offers anew, which makes this client the first that is asked
 */
export function serveChats(
  client: Pick<RunnerClient, "onRequest" | "request" | "tell">,
  answer: AnswerChat,
  log: (problem: string) => void,
): () => void {
  client.onRequest("llm/chat", async (chat, signal) => {
    const batches = new TextBatches((text) => client.tell("llm/text", { ticket: chat.ticket, text }), PAUSE);
    try {
      return await answer(chat, (text) => batches.add(text), signal);
    } finally {
      // The runner drops text that comes after the result.
      await batches.end();
    }
  });
  const offer = (): void => {
    client.request("llm/offer", {}).catch((error) => log(`The runner took no language models: ${messageOf(error)}`));
  };
  offer();
  return offer;
}
