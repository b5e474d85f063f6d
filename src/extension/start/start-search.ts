import { UserError } from "../../base/errors.ts";
import type { DraftedSearch } from "../../protocol/runner.ts";
import type { ApiKeys } from "../keys/api-keys.ts";
import { endpointOf, OPENAI } from "../keys/endpoint.ts";
import type { RunnerPort } from "./runner-port.ts";

/**
 * Starts a search that was made complete, with the key of its LLM.
 *
 * @returns the id of the search
 * @throws UserError `api-key-missing`, and as the runner words it
 */
export async function startSearch(
  { spec }: Pick<DraftedSearch, "spec">,
  runner: RunnerPort,
  keys: Pick<ApiKeys, "find">,
): Promise<string> {
  const { id } = await runner.request("search/start", { spec, ...(await keyFor(spec.llm, keys)) });
  return id;
}

async function keyFor(llm: DraftedSearch["spec"]["llm"], keys: Pick<ApiKeys, "find">): Promise<{ apiKey?: string }> {
  if (llm.provider !== "openai") return {};
  const apiKey = await keys.find(llm.baseUrl);
  if (apiKey !== undefined) return { apiKey };
  if (endpointOf(llm.baseUrl).origin !== OPENAI.origin) return {};
  throw new UserError(
    "api-key-missing",
    `The LLM ${llm.model} of OpenAI needs an API key.`,
    "Self-Pruner: Set API Key… stores one.",
  );
}
