import type { SearchSummary } from "../runner.ts";

/** What a search minimises, as a label. */
export const objectiveNames: Readonly<Record<SearchSummary["objective"], string>> = {
  perplexity: "Perplexity",
  kl: "KL divergence",
};

/** The same inside of a sentence. */
export const objectiveWords: Readonly<Record<SearchSummary["objective"], string>> = {
  perplexity: "perplexity",
  kl: "KL divergence",
};
