import { Breeding, type Expected } from "../breeding.ts";
import type { SearchEvent } from "../events.ts";
import type { Method, MethodContext } from "../method.ts";
import { Trajectory } from "../trajectory.ts";

/**
 * Algorithm 1 of the Self-Pruner paper: an initial population of K from the LLM, then N generations in which the LLM,
 * shown the population with its fitness, writes M mutations and S crossovers; the best K of parents and offspring
 * survive. K + N(M + S) evaluations, 430 with the paper's sizes.
 *
 * The ablations of the paper are switches: random initialisation, M = 0, S = 0, no LLM.
 */
export const selfPruner: Method = {
  name: "self-pruner",
  title: "Self-Pruner: evolutionary search with a large language model as the operator",
  usesLlm: true,
  extent: ({ population, mutations, crossovers, generations }) => ({
    evaluations: population + generations * (mutations + crossovers),
    generations,
  }),
  run,
};

async function* run(context: MethodContext): AsyncGenerator<SearchEvent, void> {
  const { population, generations, initialisation } = context.spec.evolution;
  const trajectory = new Trajectory(context, population);
  const breeding = new Breeding(trajectory);
  try {
    const brood = { operator: "initial", generation: 0, count: population } as const;
    yield* breeding.raise(breeding.expect(brood, initialisation === "random"));
    if (!trajectory.ledger.ended) {
      yield trajectory.generation(0, generations);
      yield* evolve(context, trajectory, breeding);
    }
    yield trajectory.end();
  } finally {
    await breeding.close();
  }
}

/** The generations after the initial one; ends early when the budget does, or when a generation found no new plan. */
async function* evolve(
  { spec }: MethodContext,
  trajectory: Trajectory,
  breeding: Breeding,
): AsyncGenerator<SearchEvent, void> {
  const { mutations: count, crossovers: crossings, generations, overlap } = spec.evolution;
  const expectMutations = (generation: number) => breeding.expect({ operator: "mutation", generation, count });
  let early: Expected | undefined;
  for (let generation = 1; generation <= generations; generation++) {
    const births = trajectory.births;
    const mutations = early ?? expectMutations(generation);
    const crossovers = breeding.expect({ operator: "crossover", generation, count: crossings });
    yield* breeding.raise(mutations);
    // The next mutations are written while the crossovers are scored, from the survivors of half a generation; the next
    // crossovers while those mutations are scored. So the device waits for no answer and no answer is a generation old.
    early = overlap && generation < generations ? expectMutations(generation + 1) : undefined;
    yield* breeding.raise(crossovers);
    if (trajectory.ledger.ended) return;
    yield trajectory.generation(generation, generations);
    if (trajectory.births === births) return;
  }
}
