import { wireFitness } from "../../src/protocol/fitness.ts";
import type {
  ChartPoint,
  GenerationRow,
  NotificationMap,
  NumberedEvent,
  ProposalRow,
  ScoredCandidate,
  SearchDetail,
  SearchSnapshot,
  SearchSummary,
} from "../../src/protocol/runner.ts";
import { SNAPSHOT_ROWS } from "../../src/protocol/webview.ts";
import type { Candidate } from "../../src/search/candidate.ts";
import type { ProposalTally, SearchEvent } from "../../src/search/events.ts";
import { insertRanked, isBetter } from "./fitness-order.ts";
import type { SearchModel } from "./search-model.ts";

/** Events that wait for a candidate before a new snapshot is cheaper than their memory. */
const MOST_WAITING = 5000;
/** Candidates announced and not scored yet. Racing drops some without a word, so the oldest make room. */
const MOST_UNSCORED = 256;

/** What the store has to do after a batch. */
export type FoldResult =
  | { readonly kind: "folded" }
  /** An event before these was missed: ask for a snapshot. */
  | { readonly kind: "gap" }
  /** This candidate was announced before the snapshot and scored after it: ask for it, then {@link FoldedSearch.learn}. */
  | { readonly kind: "unknown"; readonly candidate: number };

const FOLDED: FoldResult = { kind: "folded" };
const GAP: FoldResult = { kind: "gap" };

type SearchEventOf<T extends SearchEvent["type"]> = Extract<SearchEvent, { type: T }>;

/** A snapshot into which events are folded, in their order and each once. */
export class FoldedSearch implements SearchModel {
  readonly id: string;
  detail: SearchDetail;
  sequence: number;
  version = 0;
  readonly points: ChartPoint[];
  readonly best: ChartPoint[];
  readonly generations: GenerationRow[];
  readonly top: ScoredCandidate[];
  readonly proposals: ProposalRow[];
  tally: ProposalTally;
  readonly #unscored = new Map<number, Candidate>();
  #waiting: NumberedEvent[] = [];
  #evaluations: number;

  constructor(snapshot: SearchSnapshot) {
    this.id = snapshot.detail.summary.id;
    this.detail = snapshot.detail;
    this.sequence = snapshot.detail.sequence;
    this.points = [...snapshot.points];
    this.best = [...snapshot.best];
    this.generations = [...snapshot.generations];
    this.top = [...snapshot.top];
    this.proposals = [...snapshot.proposals];
    this.tally = snapshot.tally;
    this.#evaluations = snapshot.detail.summary.evaluations;
  }

  /** Takes a batch of events; those known already are passed over. */
  fold({ from, events, summary }: NotificationMap["search/events"]): FoldResult {
    const received = this.#waiting.at(-1)?.sequence ?? this.sequence;
    if (from > received) return GAP;
    this.#waiting = this.#waiting.concat(events.filter(({ sequence }) => sequence > received));
    this.summarise(summary);
    const result = this.#drain();
    return this.#waiting.length > MOST_WAITING ? GAP : result;
  }

  /** Tells of a candidate that was unknown; the events that waited for it follow. */
  learn(candidate: Candidate): FoldResult {
    this.#announce(candidate);
    return this.#drain();
  }

  summarise(summary: SearchSummary): void {
    this.detail = { ...this.detail, summary };
    this.version++;
  }

  #drain(): FoldResult {
    const stop = this.#waiting.findIndex(({ event }) => this.#asksFor(event) !== undefined || !this.#take(event));
    const taken = stop < 0 ? this.#waiting : this.#waiting.slice(0, stop);
    this.sequence = taken.at(-1)?.sequence ?? this.sequence;
    if (taken.length > 0) this.version++;
    this.#waiting = stop < 0 ? [] : this.#waiting.slice(stop);
    const next = this.#waiting[0];
    if (!next) return FOLDED;
    const candidate = this.#asksFor(next.event);
    return candidate === undefined ? GAP : { kind: "unknown", candidate };
  }

  /** The candidate without which an event cannot be drawn. */
  #asksFor(event: SearchEvent): number | undefined {
    const drawn = event.type === "evaluated" && event.final;
    return drawn && !this.#unscored.has(event.candidate) ? event.candidate : undefined;
  }

  /** @returns whether all that the event needs was there */
  #take(event: SearchEvent): boolean {
    switch (event.type) {
      case "candidate":
        this.#announce(event.candidate);
        return true;
      case "evaluated":
        this.#evaluations = event.evaluations;
        if (event.final) this.#score(event);
        return true;
      case "proposals":
        this.#count(event);
        return true;
      case "generation":
        return this.#endGeneration(event);
      case "end":
        return true;
    }
  }

  #announce(candidate: Candidate): void {
    this.#unscored.set(candidate.id, candidate);
    const [oldest] = this.#unscored.keys();
    if (this.#unscored.size > MOST_UNSCORED && oldest !== undefined) this.#unscored.delete(oldest);
  }

  #score({ candidate: id, fitness: value, evaluations }: SearchEventOf<"evaluated">): void {
    const candidate = this.#unscored.get(id);
    if (!candidate) return;
    this.#unscored.delete(id);
    const fitness = wireFitness(value);
    const { operator, author, generation } = candidate;
    const point = { evaluation: evaluations, candidate: id, fitness, operator, author, generation };
    this.points.push(point);
    const leader = this.best.at(-1);
    if (!leader || isBetter(fitness, leader.fitness)) {
      this.best.push(point);
      this.detail = { ...this.detail, bestRates: candidate.rates };
    }
    insertRanked(this.top, { candidate, fitness }, SNAPSHOT_ROWS);
  }

  #count({ request, operator, generation, tally, outcome }: SearchEventOf<"proposals">): void {
    this.proposals.push({ request, operator, generation, tally, outcome });
    if (this.proposals.length > SNAPSHOT_ROWS) this.proposals.shift();
    this.tally = added(this.tally, tally);
  }

  #endGeneration({ generation, best, bestFitness, meanFitness, population }: SearchEventOf<"generation">): boolean {
    const rates = this.top.find(({ candidate }) => candidate.id === best)?.candidate.rates;
    if (!rates) return false;
    this.generations.push({
      generation,
      evaluation: this.#evaluations,
      best,
      bestFitness: wireFitness(bestFitness),
      meanFitness: wireFitness(meanFitness),
      population: population.length,
      rates,
    });
    if (this.generations.length > 2 * SNAPSHOT_ROWS) thin(this.generations);
    return true;
  }
}

function added(one: ProposalTally, other: ProposalTally): ProposalTally {
  const names = Object.keys(one) as (keyof ProposalTally)[];
  return Object.fromEntries(names.map((name) => [name, one[name] + other[name]])) as Record<
    keyof ProposalTally,
    number
  >;
}

/** Drops every other row, as a new snapshot would; the first and the last stay. */
function thin(rows: GenerationRow[]): void {
  const last = rows.length - 1;
  rows.splice(0, rows.length, ...rows.filter((_, index) => index % 2 === 0 || index === last));
}
