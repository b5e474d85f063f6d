import { randomUUID } from "node:crypto";
import { UserError } from "../base/errors.ts";
import type { EditorChat } from "../llm/editor-caller.ts";
import type { ClientNotificationMap, ReverseRequestMap } from "../protocol/runner.ts";

/** A client that offered the language models of its editor. */
export interface EditorClient {
  /** @throws UserError as the editor words it, or when the client went away */
  chat(
    params: ReverseRequestMap["llm/chat"]["params"],
    signal: AbortSignal,
  ): Promise<ReverseRequestMap["llm/chat"]["result"]>;
}

/** The editors whose language models searches may ask, and the calls that are under way to them. */
export class EditorChats {
  /** The one that offered last is asked: it is the window that a person looked at last. */
  readonly #clients = new Set<EditorClient>();
  readonly #listeners = new Map<string, (text: string) => void>();

  /** @returns ends the offer */
  offer(client: EditorClient): () => void {
    this.#clients.delete(client);
    this.#clients.add(client);
    return () => void this.#clients.delete(client);
  }

  /** Text that a client sent; that of a call which has ended is dropped. */
  hear({ ticket, text }: ClientNotificationMap["llm/text"]): void {
    this.#listeners.get(ticket)?.(text);
  }

  readonly chat: EditorChat = async ({ vendor, model }, messages, onText, signal) => {
    const client = [...this.#clients].at(-1);
    if (!client) throw editorAway(model);
    const ticket = randomUUID();
    this.#listeners.set(ticket, onText);
    try {
      return await client.chat({ ticket, vendor, model, messages }, signal);
    } finally {
      this.#listeners.delete(ticket);
    }
  };
}

function editorAway(model: string): UserError {
  return new UserError(
    "editor-away",
    `The language model ${model} is VS Code's, and no window is attached to the runner.`,
    "Open a window of VS Code; until then classical operators write the offspring.",
  );
}
