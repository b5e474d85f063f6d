import { layerRates } from "../pruning/rates.ts";
import { Answer } from "./answer.ts";
import type { Author, Operator } from "./candidate.ts";
import type { ProposalTally, SearchEvent } from "./events.ts";
import { classicalProposer } from "./operators/classical.ts";
import type { Proposal, ProposalRequest, Proposer } from "./ports.ts";
import { repairVector } from "./repair.ts";
import type { Trajectory } from "./trajectory.ts";

/** Times the classical operator may try to fill a brood: small models have few plans, and all may have been born. */
const CLASSICAL_TRIES = 8;

/** Offspring wanted from one operator in one generation. */
export interface Brood {
  readonly operator: Exclude<Operator, "baseline">;
  readonly generation: number;
  readonly count: number;
}

/** A brood that was asked for: what the proposers are shown is settled, and the LLM may already be writing. */
export interface Expected {
  readonly question: Omit<ProposalRequest, "ordinal">;
  readonly answer: Answer | undefined;
}

/**
 * Gets offspring written: by the LLM first, once more by the LLM for what its answer lacks, and by the classical
 * operators for the rest, so that a search never stalls on the LLM. What the order of the broods alone decides (numbers
 * of candidates and requests, what is shown, what is spent) never depends on when an answer arrives.
 */
export class Breeding {
  readonly #trajectory: Trajectory;
  readonly #classical: Proposer;
  readonly #open = new Set<Answer>();
  #requests = 0;
  #classicalRequests = 0;

  constructor(trajectory: Trajectory) {
    this.#trajectory = trajectory;
    this.#classical = classicalProposer(trajectory.context.spec.seed);
  }

  /** Settles the question with the population of this moment, and asks it of the LLM unless `classical`. */
  expect({ operator, generation, count }: Brood, classical = false): Expected {
    const { shape, spec } = this.#trajectory.context;
    const population = this.#trajectory.population.map(({ candidate, fitness }) => ({
      id: candidate.id,
      rates: layerRates(shape, candidate.rates),
      fitness,
    }));
    const { target } = spec;
    const question = { operator, generation, count, layers: shape.layers.length, target, population, retry: false };
    return { question, answer: classical ? undefined : this.#askLlm(question) };
  }

  /** Takes the offspring as they arrive, scoring each before the next is looked at. */
  async *raise({ question, answer }: Expected): AsyncGenerator<SearchEvent, void> {
    let lacking = question.count;
    if (answer) {
      lacking -= yield* this.#take(answer, "llm");
      const retry = lacking > 0 ? this.#askLlm({ ...question, count: lacking, retry: true }) : undefined;
      if (retry) lacking -= yield* this.#take(retry, "llm");
    }
    for (let tries = 0; tries < CLASSICAL_TRIES && lacking > 0 && !this.#trajectory.ledger.exhausted(); tries++) {
      lacking -= yield* this.#take(this.#askClassical({ ...question, count: lacking }), "classical");
    }
  }

  /** Hangs up on answers that are still under way. */
  async close(): Promise<void> {
    await Promise.all([...this.#open].map((answer) => answer.close()));
  }

  #askLlm(question: Expected["question"]): Answer | undefined {
    const { context, ledger } = this.#trajectory;
    if (!context.llm || question.count === 0 || ledger.exhausted()) return undefined;
    if (!ledger.allowsRequest(this.#open.size)) return undefined;
    const answer = new Answer(context.llm, { ...question, ordinal: this.#requests++ }, context.signal);
    this.#open.add(answer);
    return answer;
  }

  #askClassical(question: Expected["question"]): Answer {
    const request = { ...question, ordinal: this.#classicalRequests++ };
    const answer = new Answer(this.#classical, request, this.#trajectory.context.signal);
    this.#open.add(answer);
    return answer;
  }

  /** Returns how many were born. Stops listening when the budget ends. */
  async *#take(answer: Answer, author: Author): AsyncGenerator<SearchEvent, number> {
    const { ledger } = this.#trajectory;
    const { request } = answer;
    const tally = emptyTally(request.count);
    for (let proposal = await answer.next(); proposal; proposal = await answer.next()) {
      if (tally.accepted === request.count) tally.surplus++;
      else if (ledger.exhausted()) return tally.accepted;
      else yield* this.#birth(proposal, request, author, tally);
    }
    this.#open.delete(answer);
    if (author === "llm") {
      ledger.answered(answer.outcome);
      const { ordinal, operator, generation } = request;
      yield { type: "proposals", request: ordinal, operator, generation, tally, outcome: answer.outcome };
    }
    return tally.accepted;
  }

  async *#birth(
    proposal: Proposal,
    request: ProposalRequest,
    author: Author,
    tally: Writable<ProposalTally>,
  ): AsyncGenerator<SearchEvent, void> {
    const { context } = this.#trajectory;
    const repaired = repairVector(proposal.values, context.shape, context.spec.target);
    if (typeof repaired === "string") {
      tally[repaired]++;
      return;
    }
    if (repaired.outOfRange) tally.outOfRange++;
    const candidate = this.#trajectory.bear({
      generation: request.generation,
      operator: request.operator,
      author,
      parents: knownParents(proposal, request),
      ...(author === "llm" ? { request: request.ordinal } : {}),
      rates: repaired.rates,
      plan: repaired.plan,
      repair: repaired.repair,
    });
    if (!candidate) {
      tally.duplicates++;
      return;
    }
    tally.accepted++;
    if (repaired.repair > 0) tally.repaired++;
    yield* this.#trajectory.raise(candidate);
  }
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function emptyTally(requested: number): Writable<ProposalTally> {
  const zero = { accepted: 0, repaired: 0, wrongLength: 0, outOfRange: 0, notANumber: 0, duplicates: 0, surplus: 0 };
  return { requested, ...zero };
}

/** Named parents that were shown: an answer may name anything. */
function knownParents(proposal: Proposal, request: ProposalRequest): number[] {
  const named = new Set(proposal.parents);
  return request.population.map(({ id }) => id).filter((id) => named.has(id));
}
