import { UserError } from "../base/errors.ts";
import type { SearchSpecInput } from "../search/spec.ts";

/** Flags that say which LLM writes the offspring. */
export interface LlmOptions {
  /** `none`, `openai:MODEL` or `replay:SEARCH`. */
  readonly llm: string;
  readonly baseUrl?: string;
  readonly llmTemperature?: number;
  readonly llmTimeout?: number;
  readonly llmPrice?: { readonly input: number; readonly output: number };
}

/** @throws UserError `option-llm` when `--llm` cannot be read */
export function llmChoice(options: LlmOptions): SearchSpecInput["llm"] {
  const [provider = "", name = ""] = splitOnce(options.llm, ":");
  if (provider === "none" && name === "") return { provider };
  if (provider === "replay" && name) return { provider, search: name };
  if (provider === "openai" && name) {
    return {
      provider,
      model: name,
      ...(options.baseUrl !== undefined && { baseUrl: options.baseUrl }),
      ...(options.llmTemperature !== undefined && { temperature: options.llmTemperature }),
      ...(options.llmTimeout !== undefined && { timeout: options.llmTimeout }),
      ...(options.llmPrice && { price: options.llmPrice }),
    };
  }
  const message = `--llm ${options.llm} is not none, openai:MODEL or replay:SEARCH.`;
  throw new UserError("option-llm", message, "For any OpenAI-compatible endpoint: --llm openai:MODEL --base-url URL.");
}

/**
 * The key of the endpoint, where the choice has one: from the environment only, so that it is in no process list and no
 * shell history. OpenAI's own variable is for OpenAI's own endpoint: another server gets only the key meant for it.
 */
export function apiKeyFor(llm: SearchSpecInput["llm"], environment: NodeJS.ProcessEnv): { apiKey?: string } {
  if (llm.provider !== "openai") return {};
  const apiKey = environment["SELF_PRUNER_API_KEY"] || (llm.baseUrl === undefined && environment["OPENAI_API_KEY"]);
  return apiKey ? { apiKey } : {};
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}
