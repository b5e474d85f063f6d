import type { SearchSummary } from "../../protocol/runner.ts";
import type { ApiKeys } from "../keys/api-keys.ts";
import type { RunnerLink } from "../runner/link.ts";

/**
 * Goes on with a search. The key of its LLM is brought along where one is stored; when the runner waits for one
 * nevertheless, the person is asked.
 *
 * @returns undefined when they gave up
 * @throws UserError as the runner words it
 */
export async function resumeSearch(
  link: Pick<RunnerLink, "request">,
  keys: Pick<ApiKeys, "find" | "ask">,
  id: string,
): Promise<SearchSummary | undefined> {
  const { spec } = await link.request("search/get", { id });
  if (spec.llm.provider !== "openai") return link.request("search/resume", { id });
  const { baseUrl } = spec.llm;
  const stored = await keys.find(baseUrl);
  const resumed = await link.request("search/resume", { id, ...(stored !== undefined && { apiKey: stored }) });
  // Still paused: it waits for the key, which the runner forgets with each end.
  if (resumed.state !== "paused") return resumed;
  const apiKey = await keys.ask(baseUrl);
  return apiKey === undefined ? undefined : link.request("search/resume", { id, apiKey });
}
