import { planKey } from "../pruning/plan.ts";
import { Ledger } from "./budget.ts";
import type { Candidate, Scored } from "./candidate.ts";
import type { SearchEvent } from "./events.ts";
import { fitnessOf } from "./fitness.ts";
import type { MethodContext } from "./method.ts";
import { isClearlyWorse, rungs } from "./racing.ts";

/** A candidate scored on all windows. */
export interface Individual extends Scored {
  /** Summed loss of each window: what racing compares by. */
  readonly losses: readonly number[];
}

/** A candidate that has not been given its number yet. */
export type Unborn = Omit<Candidate, "id">;

/**
 * The state of an evolutionary search: who was born, who survives, what was spent. Survivors are kept at all times
 * (inserting one by one ends with the same best K as sorting parents and offspring together).
 */
export class Trajectory {
  readonly context: MethodContext;
  readonly ledger: Ledger;
  readonly #survivors: number;
  readonly #plans = new Set<string>();
  #population: readonly Individual[] = [];

  /** @param survivors K: how many individuals the population holds */
  constructor(context: MethodContext, survivors: number) {
    this.context = context;
    this.#survivors = survivors;
    this.ledger = new Ledger(context.spec.budget, context.clock, context.evaluator.windows);
  }

  /** The best individuals so far, best first; the elder first where two are equally good. */
  get population(): readonly Individual[] {
    return this.#population;
  }

  /** Candidates born so far. */
  get births(): number {
    return this.#plans.size;
  }

  /** Numbers a candidate, or returns undefined when its plan was born before: no plan is scored twice. */
  bear(unborn: Unborn): Candidate | undefined {
    const key = planKey(unborn.plan);
    if (this.#plans.has(key)) return undefined;
    const candidate = { id: this.#plans.size, ...unborn };
    this.#plans.add(key);
    return candidate;
  }

  /**
   * Announces and scores a candidate, part by part when there is a race, and lets it into the population when all
   * windows were seen and it is good enough.
   */
  async *raise(candidate: Candidate): AsyncGenerator<SearchEvent, void> {
    yield { type: "candidate", candidate };
    const { evaluator, signal, spec } = this.context;
    const losses: number[] = [];
    for (const range of rungs(evaluator.windows, spec.evolution.race && this.#rival() !== undefined)) {
      signal.throwIfAborted();
      if (this.#isLost(losses)) return;
      const evaluation = await evaluator.evaluate(candidate.plan, range, signal);
      losses.push(...evaluation.losses);
      this.ledger.scored(evaluation);
      const fitness = fitnessOf(losses, evaluation.targetsPerWindow, spec.objective);
      const final = range.to === evaluator.windows;
      if (final) this.#admit({ candidate, fitness, losses });
      const evaluations = this.ledger.evaluations;
      yield { type: "evaluated", candidate: candidate.id, windows: range.to, fitness, final, evaluations };
    }
  }

  /** The population as an event. */
  generation(generation: number, generations: number): SearchEvent {
    const best = this.#best();
    const fitness = this.#population.reduce((sum, individual) => sum + individual.fitness / this.#population.length, 0);
    return {
      type: "generation",
      generation,
      generations,
      population: this.#population.map(({ candidate }) => candidate.id),
      best: best.candidate.id,
      bestFitness: best.fitness,
      meanFitness: fitness,
    };
  }

  /** The end as an event. */
  end(): SearchEvent {
    const best = this.#best();
    const reason = this.ledger.ended ?? "complete";
    return { type: "end", reason, best: best.candidate.id, bestFitness: best.fitness };
  }

  /** The last survivor, whom an offspring must beat; undefined while there is room for everybody. */
  #rival(): Individual | undefined {
    return this.#population[this.#survivors - 1];
  }

  #isLost(losses: readonly number[]): boolean {
    const rival = this.#rival();
    if (losses.length === 0 || !rival) return false;
    return this.ledger.exhausted() || isClearlyWorse(losses, rival.losses);
  }

  #admit(individual: Individual): void {
    const behind = this.#population.findIndex(({ fitness }) => fitness > individual.fitness);
    const place = behind < 0 ? this.#population.length : behind;
    this.#population = this.#population.toSpliced(place, 0, individual).slice(0, this.#survivors);
  }

  #best(): Individual {
    const best = this.#population[0];
    if (!best) throw new Error("no candidate has been scored");
    return best;
  }
}
