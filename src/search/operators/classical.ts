import { type Random, seededRandom } from "../../base/random.ts";
import type { Proposal, ProposalOutcome, ProposalRequest, Proposer, ShownIndividual } from "../ports.ts";
import { crossOver } from "./crossover.ts";
import { randomProfile } from "./initial.ts";
import { mutate } from "./mutation.ts";

/** Odd 32-bit constant (2^32 / golden ratio): spreads consecutive request numbers over all seeds. */
const SPREAD = 0x9e3779b9;

const FREE: ProposalOutcome = { calls: 0, inputTokens: 0, outputTokens: 0, money: 0, seconds: 0, faults: {} };

/**
 * The operators of a plain genetic algorithm behind the same port as the LLM: what writes offspring without an LLM, and
 * what fills in for it. Every request draws from a sequence of its own, so that the order of requests in time is
 * without influence.
 */
export function classicalProposer(seed: number): Proposer {
  return {
    async *propose(request) {
      const random = seededRandom(seed ^ Math.imul(request.ordinal + 1, SPREAD));
      for (let index = 0; index < request.count; index++) yield propose(request, index, random);
      return FREE;
    },
  };
}

function propose(request: ProposalRequest, index: number, random: Random): Proposal {
  const { population } = request;
  const first = population[rankBiased(population.length, random)];
  const second = population[rankBiased(population.length, random)];
  if (!first || !second || request.operator === "initial") return initial(request, index, random);
  if (request.operator === "crossover" && first !== second) return crossed(first, second, random);
  return { values: mutate(first.rates, spreadOf(population), random), parents: [first.id] };
}

/** The very first is the uniform vector: what everything is compared with is a good start as well. */
function initial({ layers, target, ordinal }: ProposalRequest, index: number, random: Random): Proposal {
  const anchor = index === 0 && ordinal === 0;
  return { values: anchor ? Array(layers).fill(target) : randomProfile(layers, target, random), parents: [] };
}

function crossed(one: ShownIndividual, other: ShownIndividual, random: Random): Proposal {
  const [better, worse] = one.fitness <= other.fitness ? [one, other] : [other, one];
  return { values: crossOver(better.rates, worse.rates, random), parents: [better.id, worse.id] };
}

/** An index, the better the more often: half of all draws come from the best eighth. */
function rankBiased(length: number, random: Random): number {
  return Math.floor(length * random.next() ** 3);
}

/** Standard deviation of a layer's rate over the population, root mean square over the layers. */
function spreadOf(population: readonly ShownIndividual[]): number {
  const layers = population[0]?.rates.length ?? 0;
  const rate = (individual: ShownIndividual, layer: number) => individual.rates[layer] ?? 0;
  let variance = 0;
  for (let layer = 0; layer < layers; layer++) {
    const mean = population.reduce((sum, individual) => sum + rate(individual, layer), 0) / population.length;
    variance += population.reduce((sum, individual) => sum + (rate(individual, layer) - mean) ** 2, 0);
  }
  return Math.sqrt(variance / (layers * population.length));
}
