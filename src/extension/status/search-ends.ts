import { isActive } from "../../protocol/active-search.ts";
import type { SearchSummary } from "../../protocol/runner.ts";
import { earlyEnd } from "../../protocol/text/end-sentence.ts";
import { llmSilence } from "../../protocol/text/llm-silence.ts";
import { duration, fitnessText } from "../../protocol/text/numbers.ts";
import { objectiveWords } from "../../protocol/text/objectives.ts";
import { type Disposable, Emitter } from "../emitter.ts";
import type { SearchList } from "../searches/search-list.ts";
import { searchNames } from "../searches/search-names.ts";
import { toUniform } from "../searches/search-text.ts";
import { withoutLinks } from "../without-links.ts";

/** A search that came to its end by itself while this window knew of it. */
export interface SearchEnd {
  readonly id: string;
  readonly isFailure: boolean;
  readonly hasBest: boolean;
  /** How it ended, one or two sentences. */
  readonly text: string;
}

/** Tells of searches that finish or fail; one that a person stopped, or that had ended before, is no news. */
export class SearchEnds implements Disposable {
  readonly #searches: SearchList;
  readonly #ended = new Emitter<SearchEnd>();
  readonly onEnded = this.#ended.event;
  readonly #going = new Set<string>();
  readonly #registration: Disposable;

  constructor(searches: SearchList) {
    this.#searches = searches;
    this.#registration = searches.onChanged(({ added, changed }) => this.#look([...added, ...changed]));
    this.#look(searches.all.map(({ id }) => id));
  }

  dispose(): void {
    this.#registration.dispose();
    this.#ended.dispose();
  }

  #look(ids: readonly string[]): void {
    for (const id of ids) {
      const search = this.#searches.find(id);
      if (!search) continue;
      const end = this.#going.has(id) ? searchEnd(search, this.#searches.all) : undefined;
      if (isActive(search)) this.#going.add(id);
      // A paused search goes on later, and an interrupted one after it was resumed, which makes it active again.
      else this.#going.delete(id);
      if (end) this.#ended.fire(end);
    }
  }
}

function searchEnd(search: SearchSummary, all: readonly SearchSummary[]): SearchEnd | undefined {
  const { id, state, bestFitness } = search;
  if (state !== "finished" && state !== "failed") return undefined;
  const name = searchNames(all).get(id) ?? id;
  const isFailure = state === "failed";
  const text = isFailure ? failure(search, name) : success(search, name);
  return { id, isFailure, hasBest: bestFitness !== undefined, text: withoutLinks(text) };
}

function failure({ status }: SearchSummary, name: string): string {
  return `The search ${name} failed: ${status || "see the log."}`;
}

/** With the reason when it was a budget. */
function success(search: SearchSummary, name: string): string {
  const { bestFitness, uniformFitness, objective, elapsed } = search;
  const difference = toUniform(bestFitness, uniformFitness);
  const best =
    bestFitness === undefined
      ? ""
      : `, ${objectiveWords[objective]} ${fitnessText(bestFitness)}${difference ? `, ${difference}` : ""}`;
  const told = [
    `The search ${name} has finished after ${duration(elapsed)}${best}.`,
    earlyEnd(search),
    llmSilence(search.llm),
  ];
  return told.filter((sentence) => sentence !== undefined).join(" ");
}
