import type { NumberedEvent, SearchDetail, SearchState, SearchSummary } from "../../protocol/runner.ts";
import type { LayerRate } from "../../pruning/rates.ts";
import { layerRates } from "../../pruning/rates.ts";

/** What a person who watches a search is shown. */
export interface SearchView {
  readonly summary: SearchSummary;
  /** Best fitness at the end of each generation, first generation first. */
  readonly bestByGeneration: readonly number[];
  /** One pruning rate per layer of the best candidate so far, when there is one. */
  readonly bestRates: readonly number[] | undefined;
}

/** States that a search leaves only when someone resumes it. */
const ended: ReadonlySet<SearchState> = new Set(["finished", "stopped", "failed", "interrupted"]);

export function hasEnded({ state }: SearchSummary): boolean {
  return ended.has(state);
}

/** Gathers a {@link SearchView} from the events of one search, from the first on. */
export class SearchWatch {
  readonly #shape: SearchDetail["shape"];
  readonly #rates = new Map<number, readonly LayerRate[]>();
  #summary: SearchSummary;
  #bestByGeneration: number[] = [];
  #bestFitness = Number.POSITIVE_INFINITY;
  #best: readonly LayerRate[] | undefined;

  constructor({ shape, summary, bestRates }: SearchDetail) {
    this.#shape = shape;
    this.#summary = summary;
    this.#best = bestRates;
  }

  get view(): SearchView {
    return {
      summary: this.#summary,
      bestByGeneration: this.#bestByGeneration,
      bestRates: this.#best && layerRates(this.#shape, this.#best),
    };
  }

  /** Takes in a batch. The summary is the newest, whatever the events are. */
  apply(events: readonly NumberedEvent[], summary: SearchSummary): void {
    this.#summary = summary;
    for (const { event } of events) {
      if (event.type === "candidate") this.#rates.set(event.candidate.id, event.candidate.rates);
      else if (event.type === "evaluated" && event.final) this.#evaluated(event.candidate, event.fitness);
      else if (event.type === "generation") {
        this.#bestByGeneration = [...this.#bestByGeneration, event.bestFitness];
      }
    }
  }

  #evaluated(candidate: number, fitness: number): void {
    if (fitness < this.#bestFitness) {
      this.#bestFitness = fitness;
      this.#best = this.#rates.get(candidate) ?? this.#best;
    }
    // Only the best one's rates are shown; a search of 100,000 candidates should not pile up here.
    this.#rates.delete(candidate);
  }
}
