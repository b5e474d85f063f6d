import { UserError } from "../base/errors.ts";
import type { Proposer } from "../search/ports.ts";
import type { LlmChoice } from "../search/spec.ts";
import { type EditorChat, editorCaller } from "./editor-caller.ts";
import type { LlmJournal } from "./journal.ts";
import { openAiCaller } from "./openai-caller.ts";
import type { PromptModel } from "./prompts.ts";
import { recordedProposer, replayCaller } from "./recorded-proposer.ts";
import type { RetryPolicy } from "./retry.ts";

const OPENAI_URL = "https://api.openai.com/v1";

/** What a search brings to its LLM. */
export interface ProposerContext {
  readonly model: PromptModel;
  /** Held in memory only. */
  readonly key?: string;
  /** The journal of this search. */
  readonly journal: LlmJournal;
  /** The journal of another search; throws a UserError when there is no such search. */
  readonly journalOf: (search: string) => LlmJournal;
  /** The way to the language models of an attached editor. */
  readonly editorChat: EditorChat;
  readonly retry?: RetryPolicy;
}

/**
 * The proposer that a specification chooses; undefined for classical operators only.
 *
 * @throws UserError when the base URL is unusable, or when OpenAI's own endpoint is chosen without a key
 */
export function openProposer(choice: LlmChoice, context: ProposerContext): Proposer | undefined {
  const { journal, journalOf, model, key, retry } = context;
  switch (choice.provider) {
    case "none":
      return undefined;
    case "replay":
      return recordedProposer(journal, replayCaller(journalOf(choice.search)));
    case "editor": {
      const { vendor, model: name, timeout } = choice;
      const caller = {
        vendor,
        model: name,
        timeout,
        prunedModel: model,
        chat: context.editorChat,
        ...(retry && { retry }),
      };
      return recordedProposer(journal, editorCaller(caller));
    }
    case "openai": {
      const { baseUrl = OPENAI_URL, timeout, temperature, price } = choice;
      if (key === undefined && baseUrl === OPENAI_URL) throw keyMissing(choice.model);
      const optional = { ...(key !== undefined && { key }), ...(retry && { retry }) };
      const endpoint = { model: choice.model, baseUrl, timeout, temperature, price, prunedModel: model, ...optional };
      return recordedProposer(journal, openAiCaller(endpoint));
    }
  }
}

function keyMissing(model: string): UserError {
  return new UserError(
    "api-key-missing",
    `The LLM ${model} of OpenAI needs an API key.`,
    "Set SELF_PRUNER_API_KEY or OPENAI_API_KEY, or name the base URL of another endpoint.",
  );
}
