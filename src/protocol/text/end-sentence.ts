import type { SearchSummary } from "../runner.ts";

/** How far a search came, and why not further. */
type End = Pick<SearchSummary, "endReason" | "generation" | "generations">;

const sentences: Readonly<Record<NonNullable<SearchSummary["endReason"]>, string>> = {
  complete: "All generations are done.",
  evaluations: "Its budget of evaluations is used up.",
  tokens: "Its budget of tokens is used up.",
  seconds: "Its time is used up.",
  llmCalls: "Its budget of LLM calls is used up.",
  llmTokens: "Its budget of LLM tokens is used up.",
  llmMoney: "Its budget of money for the LLM is used up.",
};

/** Why a search ended, one sentence; undefined while it has not. */
export function endSentence(search: End): string | undefined {
  return search.endReason && (earlyEnd(search) ?? sentences[search.endReason]);
}

/** The same for a search that ended before all that it was to do; undefined for any other. */
export function earlyEnd({ endReason, generation, generations }: End): string | undefined {
  if (endReason === undefined) return undefined;
  if (endReason !== "complete") return sentences[endReason];
  return generation < generations ? "Its last generation found no rates that had not been tried." : undefined;
}
