import type { SearchDetail, SearchState } from "../../src/protocol/runner.ts";
import type { SearchModel } from "./search-model.ts";

/** How much there is to show. */
export type Phase =
  /** Nothing has come yet. */
  | { readonly kind: "loading" }
  /** No candidate has been evaluated: what is done meanwhile. */
  | { readonly kind: "empty"; readonly title: string; readonly text: string; readonly isBusy: boolean }
  | { readonly kind: "ready" }
  /** None of the searches can be shown; the notices say why. */
  | { readonly kind: "lost" };

const TITLES: Readonly<Partial<Record<SearchState, string>>> = {
  queued: "Waiting for its turn",
  preparing: "Preparing the search",
  running: "Evaluating the first candidate",
};

const TEXTS: Readonly<Partial<Record<SearchState, string>>> = {
  queued: "Searches on one device run one after another, in the order in which they came.",
  preparing:
    "The model is opened, its importance scores are measured, and the dense and the uniform model are evaluated.",
  running: "The first population is being written and scored.",
};

export function phaseOf(searches: readonly SearchModel[], missing: ReadonlyMap<string, string>): Phase {
  const [first] = searches;
  if (!first) return missing.size > 0 ? { kind: "lost" } : { kind: "loading" };
  if (searches.some(({ points }) => points.length > 0)) return { kind: "ready" };
  const { state, status } = first.detail.summary;
  const { title, text = "The search ended before a candidate was evaluated." } = wordsOf(first.detail);
  // Of one that waits, the status says no more than the title does.
  const told = state === "queued" ? "" : status;
  return { kind: "empty", title: title ?? "Nothing to show yet", text: told || text, isBusy: title !== undefined };
}

/** A search that waits for its LLM before anything can be evaluated says so; VS Code's may first ask a person. */
function wordsOf({ summary: { state }, spec: { llm } }: SearchDetail): {
  readonly title: string | undefined;
  readonly text: string | undefined;
} {
  if (state !== "running" || llm.provider === "none") return { title: TITLES[state], text: TEXTS[state] };
  const text = "It writes the first population.";
  const ask = llm.provider === "editor" ? " VS Code may ask whether Self-Pruner may use its language model." : "";
  return { title: "Waiting for the LLM", text: text + ask };
}
