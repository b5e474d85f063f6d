import { UserError } from "../base/errors.ts";
import type { LlmCallRecord } from "../llm/journal.ts";
import type {
  CandidateDetail,
  GenerationRow,
  LlmCall,
  ScoredCandidate,
  SearchDetail,
  SearchSnapshot,
} from "../protocol/runner.ts";
import type { RunDatabase } from "../runs/run-database.ts";
import { searchMissing } from "./llm-journal.ts";

/** Searches as charts and trees look at them: all of it out of the database, bounded however long a search was. */
export class SearchViews {
  readonly #database: RunDatabase<LlmCallRecord>;
  readonly #detail: (id: string) => SearchDetail;

  /** @param detail of a search as it stands now; throws a UserError when there is no such search */
  constructor(database: RunDatabase<LlmCallRecord>, detail: (id: string) => SearchDetail) {
    this.#database = database;
    this.#detail = detail;
  }

  snapshot(id: string, width: number, rows: number): SearchSnapshot {
    const { scores, stages } = this.#database;
    return {
      detail: this.#detail(id),
      points: scores.chart(id, width),
      best: scores.improvements(id),
      generations: stages.generations(id, rows),
      top: scores.top(id, rows),
      proposals: stages.proposals(id, rows),
      tally: stages.tally(id),
    };
  }

  /** The best candidates, best first. */
  best(id: string, limit: number): ScoredCandidate[] {
    this.#mustExist(id);
    return this.#database.scores.top(id, limit);
  }

  /** The newest generations, newest first. */
  generations(id: string, limit: number): GenerationRow[] {
    this.#mustExist(id);
    return this.#database.stages.newestGenerations(id, limit);
  }

  /** @throws UserError `candidate-missing` */
  candidate(id: string, number: number): CandidateDetail {
    this.#mustExist(id);
    const relative = this.#relative(id, number);
    if (!relative) throw new UserError("candidate-missing", `Search ${id} has no candidate ${number}.`);
    const parents = relative.candidate.parents.flatMap((parent) => this.#relative(id, parent) ?? []);
    return { ...relative, parents, children: this.#database.events.children(id, number) };
  }

  /** @throws UserError `call-missing` also for a call that is still under way */
  call(id: string, ordinal: number): LlmCall {
    this.#mustExist(id);
    const call = this.#database.llmCalls.find(id, ordinal);
    if (call) return call;
    throw new UserError("call-missing", `Search ${id} has no answer to request ${ordinal} of its LLM yet.`);
  }

  #relative(id: string, number: number) {
    const { events, scores } = this.#database;
    const candidate = events.candidate(id, number);
    return candidate && { candidate, fitness: scores.fitness(id, number) };
  }

  #mustExist(id: string): void {
    if (!this.#database.searches.find(id)) throw searchMissing(id);
  }
}
