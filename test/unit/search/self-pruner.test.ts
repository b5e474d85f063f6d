import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { removedParameters } from "../../../src/pruning/plan.ts";
import { prunableParameters } from "../../../src/pruning/shape.ts";
import type { SearchEvent } from "../../../src/search/events.ts";
import { selfPruner } from "../../../src/search/methods/self-pruner.ts";
import { uniform } from "../../../src/search/methods/uniform.ts";
import { classicalProposer } from "../../../src/search/operators/classical.ts";
import type { Evaluator, Proposal, ProposalRequest } from "../../../src/search/ports.ts";
import { repairVector } from "../../../src/search/repair.ts";
import {
  AnalyticEvaluator,
  answersOf,
  bestPossibleRates,
  contextOf,
  endOf,
  equalLayers,
  eventsOf,
  FakeLlm,
  jitter,
  randomSensitivity,
} from "../../support/search-fakes.ts";

const LAYERS = 8;
const shape = equalLayers(LAYERS);
const sensitivity = randomSensitivity(LAYERS, 1);

function evaluatorOf(windows = 16, wait?: () => Promise<unknown>): AnalyticEvaluator {
  return new AnalyticEvaluator(shape, sensitivity, windows, wait);
}

function all<T extends SearchEvent["type"]>(events: readonly SearchEvent[], type: T) {
  return events.filter((event): event is Extract<SearchEvent, { type: T }> => event.type === type);
}

/** What the classical operators would write, as an LLM's answer. */
const sensible = answersOf(classicalProposer(99));

describe("self-pruner, the procedure", () => {
  it("scores K + N(M + S) candidates that all meet the target, and keeps the best K of all", async () => {
    const events = await eventsOf(selfPruner, contextOf(shape, evaluatorOf()));
    const candidates = all(events, "candidate").map(({ candidate }) => candidate);
    assert.equal(candidates.length, 6 + 4 * (3 + 3));
    const neuron = shape.layers[0]?.neuronParameters ?? 0;
    for (const { plan } of candidates) {
      assert.ok(Math.abs(removedParameters(shape, plan) - 0.3 * prunableParameters(shape)) <= neuron / 2 + 0.5);
    }
    assert.deepEqual(
      candidates.map(({ id }) => id),
      candidates.map((_, index) => index),
    );
    const scored = all(events, "evaluated").sort((a, b) => a.fitness - b.fitness);
    const last = all(events, "generation").at(-1);
    assert.deepEqual(
      last?.population,
      scored.slice(0, 6).map(({ candidate }) => candidate),
    );
    assert.equal(endOf(events).reason, "complete");
    assert.equal(endOf(events).best, scored[0]?.candidate);
  });

  it("keeps the elder where two are equally good", async () => {
    const evaluator = new AnalyticEvaluator(shape, Array(LAYERS).fill(0));
    const events = await eventsOf(selfPruner, contextOf(shape, evaluator));
    assert.deepEqual(all(events, "generation").at(-1)?.population, [0, 1, 2, 3, 4, 5]);
  });

  it("asks the LLM for K, then M and S per generation, shown the population with its fitness", async () => {
    const llm = new FakeLlm(sensible);
    const events = await eventsOf(selfPruner, contextOf(shape, evaluatorOf(), { llm }));
    assert.deepEqual(
      llm.requests.slice(0, 3).map(({ operator, count, ordinal, retry }) => ({ operator, count, ordinal, retry })),
      [
        { operator: "initial", count: 6, ordinal: 0, retry: false },
        { operator: "mutation", count: 3, ordinal: 1, retry: false },
        { operator: "crossover", count: 3, ordinal: 2, retry: false },
      ],
    );
    const [generation0] = all(events, "generation");
    for (const request of llm.requests.slice(1, 3)) {
      assert.deepEqual(
        request.population.map(({ id }) => id),
        generation0?.population,
      );
      assert.equal(request.population[0]?.fitness, generation0?.bestFitness);
    }
    const candidates = all(events, "candidate").map(({ candidate }) => candidate);
    assert.ok(candidates.every(({ author, request }) => author === "llm" && request !== undefined));
    assert.ok(candidates.some(({ parents }) => parents.length === 2));
  });

  it("has the paper's ablations", async () => {
    const operators = async (evolution: object) => {
      const llm = new FakeLlm(sensible);
      const events = await eventsOf(selfPruner, contextOf(shape, evaluatorOf(), { llm, spec: { evolution } }));
      return new Set(all(events, "candidate").map(({ candidate }) => `${candidate.operator} ${candidate.author}`));
    };
    assert.deepEqual(await operators({ mutations: 0 }), new Set(["initial llm", "crossover llm"]));
    assert.deepEqual(await operators({ crossovers: 0 }), new Set(["initial llm", "mutation llm"]));
    assert.deepEqual(
      await operators({ initialisation: "random" }),
      new Set(["initial classical", "mutation llm", "crossover llm"]),
    );
  });
});

describe("self-pruner, an LLM that misbehaves", () => {
  it("asks once more for what is lacking and fills the rest classically", async () => {
    const llm = new FakeLlm(async (request) => (await sensible(request)).slice(0, 1));
    const events = await eventsOf(selfPruner, contextOf(shape, evaluatorOf(), { llm }));
    const ofGeneration1 = llm.requests.filter(({ generation }) => generation === 1);
    assert.deepEqual(
      ofGeneration1.map(({ operator, count, retry }) => `${operator} ${count} ${retry}`),
      ["mutation 3 false", "crossover 3 false", "mutation 2 true", "crossover 2 true"],
    );
    const authors = all(events, "candidate")
      .filter(({ candidate }) => candidate.generation === 1)
      .map(({ candidate }) => candidate.author);
    assert.deepEqual(authors, ["llm", "llm", "classical", "llm", "llm", "classical"]);
  });

  it("counts every fault of an answer and still ends with a valid best", async () => {
    const junk = ({ count, layers, target }: ProposalRequest): Proposal[] => {
      const flat = Array<number>(layers).fill(target);
      const vectors = [
        [0.3],
        flat.with(0, Number.NaN),
        flat.with(1, 7),
        flat,
        flat,
        Array(layers).fill(30),
        [...flat, 0],
      ];
      const good = Array.from({ length: count }, (_, index) => flat.with(index % layers, target + 0.01 * (index + 1)));
      return [...vectors, ...good, flat].map((values) => ({ values, parents: [4711, 0, 0] }));
    };
    const llm = new FakeLlm(junk);
    const events = await eventsOf(selfPruner, contextOf(shape, evaluatorOf(), { llm }));
    const [first] = all(events, "proposals");
    assert.deepEqual(first?.tally, {
      requested: 6,
      accepted: 6,
      repaired: 5,
      wrongLength: 2,
      outOfRange: 2,
      notANumber: 1,
      duplicates: 2,
      surplus: 3,
    });
    assert.equal(all(events, "candidate").length, 30);
    assert.ok(Number.isFinite(endOf(events).bestFitness));
    const fromLlm = all(events, "candidate").filter(({ candidate }) => candidate.author === "llm");
    for (const { candidate } of fromLlm) {
      const shown = llm.requests[candidate.request ?? -1]?.population.some(({ id }) => id === 0);
      assert.deepEqual(candidate.parents, shown ? [0] : []);
    }
  });

  it("goes on classically with an LLM that says nothing", async () => {
    const llm = new FakeLlm(() => []);
    const events = await eventsOf(selfPruner, contextOf(shape, evaluatorOf(), { llm }));
    assert.equal(all(events, "candidate").length, 30);
    assert.ok(all(events, "candidate").every(({ candidate }) => candidate.author === "classical"));
    assert.equal(endOf(events).reason, "complete");
  });

  it("passes on what is no fault of the LLM", async () => {
    const llm = new FakeLlm(() => {
      throw new TypeError("a defect");
    });
    await assert.rejects(eventsOf(selfPruner, contextOf(shape, evaluatorOf(), { llm })), /a defect/);
    assert.equal(llm.open, 0);
  });
});

describe("self-pruner, small spaces", () => {
  it("ends when there is only one plan", async () => {
    const one = equalLayers(1);
    const evaluator = new AnalyticEvaluator(one, [1]);
    const events = await eventsOf(selfPruner, contextOf(one, evaluator));
    assert.equal(all(events, "candidate").length, 1);
    assert.equal(endOf(events).reason, "complete");
  });

  it("never scores a plan twice", async () => {
    const tiny = equalLayers(2, 6, 1);
    const evaluator = new AnalyticEvaluator(tiny, [1, 2]);
    await eventsOf(selfPruner, contextOf(tiny, evaluator));
    const plans = evaluator.asked.map(({ plan }) => JSON.stringify(plan));
    assert.equal(new Set(plans).size, plans.length);
    assert.ok(plans.length > 1);
  });
});

describe("self-pruner, determinism", () => {
  const evolution = { race: true, overlap: true, generations: 6 };

  it("gives the same events whenever answers and scores arrive", async () => {
    const flaky = async (request: ProposalRequest) => (await sensible(request)).slice(request.ordinal % 3);
    const run = (seed: number) => {
      const llm = new FakeLlm(flaky, jitter(seed));
      return eventsOf(selfPruner, contextOf(shape, evaluatorOf(16, jitter(seed + 100)), { llm, spec: { evolution } }));
    };
    const prompt = contextOf(shape, evaluatorOf(), { llm: new FakeLlm(flaky), spec: { evolution } });
    const [reference, ...others] = await Promise.all([eventsOf(selfPruner, prompt), run(1), run(2), run(3)]);
    for (const events of others) assert.deepEqual(events, reference);
  });

  it("is repeated by an evaluator that remembers, from any point where it was stopped", async () => {
    const known = new Map<string, ReturnType<Evaluator["evaluate"]>>();
    let scored = 0;
    const inner = evaluatorOf();
    const remembering: Evaluator = {
      windows: inner.windows,
      outlierRatios: () => inner.outlierRatios(),
      evaluate: (plan, range, signal) => {
        const key = JSON.stringify([plan, range]);
        const answer = known.get(key) ?? inner.evaluate(plan, range, signal);
        if (!known.has(key)) scored++;
        known.set(key, answer);
        return answer;
      },
    };
    const context = () => contextOf(shape, remembering, { llm: new FakeLlm(sensible), spec: { evolution } });
    const reference = await eventsOf(
      selfPruner,
      contextOf(shape, evaluatorOf(), { llm: new FakeLlm(sensible), spec: { evolution } }),
    );
    for (const stop of [1, 10, 37]) {
      const search = selfPruner.run(context());
      for (let pulled = 0; pulled < stop; pulled++) assert.deepEqual((await search.next()).value, reference[pulled]);
      await search.return();
    }
    assert.deepEqual(await eventsOf(selfPruner, context()), reference);
    assert.equal(scored, all(reference, "evaluated").length);
  });

  it("differs from seed to seed", async () => {
    const best = async (seed: number) =>
      endOf(await eventsOf(selfPruner, contextOf(shape, evaluatorOf(), { spec: { seed } })));
    assert.notDeepEqual(await best(1), await best(2));
  });
});

describe("self-pruner, budgets", () => {
  const run = (budget: object, overrides = {}) =>
    eventsOf(
      selfPruner,
      contextOf(shape, evaluatorOf(), { llm: new FakeLlm(sensible), spec: { budget }, ...overrides }),
    );

  it("ends at the number of evaluations with the best so far", async () => {
    const events = await run({ evaluations: 10 });
    const evaluated = all(events, "evaluated");
    assert.equal(evaluated.length, 10);
    assert.equal(evaluated.at(-1)?.evaluations, 10);
    assert.equal(endOf(events).reason, "evaluations");
    assert.equal(endOf(events).bestFitness, Math.min(...evaluated.map(({ fitness }) => fitness)));
  });

  it("is complete when the budget is just what it takes", async () => {
    assert.deepEqual(await run({ evaluations: 30 }), await run({}));
  });

  it("ends by tokens, seconds and what the LLM costs", async () => {
    let now = 0;
    const clock = { elapsed: () => now++ };
    assert.equal(endOf(await run({ tokens: 5000 })).reason, "tokens");
    assert.equal(endOf(await run({ seconds: 20 }, { clock })).reason, "seconds");
    assert.equal(endOf(await run({ llmTokens: 400 })).reason, "llmTokens");
    assert.equal(endOf(await run({ llmMoney: 0.03 })).reason, "llmMoney");
  });

  it("makes no more LLM calls than allowed, open ones counted", async () => {
    const llm = new FakeLlm(sensible);
    const events = await eventsOf(
      selfPruner,
      contextOf(shape, evaluatorOf(), { llm, spec: { budget: { llmCalls: 2 } } }),
    );
    assert.equal(llm.requests.length, 2);
    assert.equal(endOf(events).reason, "llmCalls");
    // What was paid for is scored: K and the mutations of the first generation.
    assert.equal(all(events, "evaluated").length, 9);
  });

  it("scores one candidate whatever the budget", async () => {
    const events = await run({ seconds: 1 }, { clock: { elapsed: () => 1e9 } });
    assert.equal(all(events, "evaluated").length, 1);
    assert.equal(endOf(events).reason, "seconds");
  });
});

describe("self-pruner, overlap", () => {
  it("scores a vector before the rest of its answer has arrived, which goes on arriving meanwhile", async () => {
    const order: string[] = [];
    const llm = new FakeLlm(sensible, async () => void order.push("vector"));
    const evaluator = evaluatorOf(16, async () => {
      await jitter(1, 4)();
      order.push("score");
    });
    await eventsOf(selfPruner, contextOf(shape, evaluator, { llm, spec: { evolution: { generations: 0 } } }));
    assert.ok(order.indexOf("score") < 7);
    // All six vectors were there when the first had been scored: nobody waited for a score to write the next.
    assert.deepEqual(order.slice(0, 6), Array(6).fill("vector"));
  });

  it("asks for the next mutations while the crossovers are scored, with the survivors so far", async () => {
    const requestsWhenScored: number[] = [];
    const llm = new FakeLlm(sensible);
    const evaluator = evaluatorOf(16, async () => void requestsWhenScored.push(llm.requests.length));
    const evolution = { overlap: true, generations: 2 };
    const events = await eventsOf(selfPruner, contextOf(shape, evaluator, { llm, spec: { evolution } }));
    // Six initial, three mutations (both requests of generation 1 out), three crossovers (mutations of 2 out) …
    assert.deepEqual(requestsWhenScored.slice(6, 12), [3, 3, 3, 4, 4, 4]);
    assert.deepEqual(
      llm.requests.map(({ operator, generation }) => `${operator} ${generation}`),
      ["initial 0", "mutation 1", "crossover 1", "mutation 2", "crossover 2"],
    );
    const shown = llm.requests[3]?.population.map(({ id }) => id) ?? [];
    const known = all(events, "evaluated").slice(0, 9);
    const best = known.sort((a, b) => a.fitness - b.fitness).slice(0, 6);
    assert.deepEqual(
      shown,
      best.map(({ candidate }) => candidate),
    );
  });
});

describe("self-pruner, racing", () => {
  it("never lets a candidate into the population that has not seen all windows, and saves windows", async () => {
    const evolution = { race: true, population: 10, mutations: 10, crossovers: 10, generations: 10 };
    const events = await eventsOf(selfPruner, contextOf(shape, evaluatorOf(32), { spec: { evolution } }));
    const complete = new Set(
      all(events, "evaluated")
        .filter(({ final }) => final)
        .map(({ candidate }) => candidate),
    );
    for (const { population } of all(events, "generation")) assert.ok(population.every((id) => complete.has(id)));
    const born = all(events, "candidate").length;
    const spent = all(events, "evaluated").at(-1)?.evaluations ?? 0;
    assert.ok(complete.size < born, "nobody was dropped");
    assert.ok(spent < 0.85 * born, `${spent} evaluations for ${born} candidates`);
  });
});

describe("self-pruner, abort", () => {
  it("throws the signal's reason and leaves no answer open", async () => {
    const controller = new AbortController();
    const llm = new FakeLlm(sensible, jitter(5, 5));
    const search = selfPruner.run(contextOf(shape, evaluatorOf(), { llm, signal: controller.signal }));
    for (let pulled = 0; pulled < 16; pulled++) await search.next();
    controller.abort(new Error("stopped by hand"));
    await assert.rejects(async () => {
      for await (const _ of search);
    }, /stopped by hand/);
    assert.equal(llm.open, 0);
  });

  it("hangs up on open answers when nobody pulls any more", async () => {
    const llm = new FakeLlm(sensible, jitter(6, 5));
    const search = selfPruner.run(contextOf(shape, evaluatorOf(), { llm }));
    for (let pulled = 0; pulled < 16; pulled++) await search.next();
    await search.return();
    assert.equal(llm.open, 0);
  });
});

describe("self-pruner, how good it is with classical operators", () => {
  const target = 0.4;

  async function lossOf(name: "paper" | "random" | "uniform" | "optimum", layers: number, seed: number) {
    const model = equalLayers(layers);
    const sensitivities = randomSensitivity(layers, seed);
    const evaluator = new AnalyticEvaluator(model, sensitivities);
    if (name === "optimum") {
      const best = repairVector(bestPossibleRates(sensitivities, target), model, target);
      assert.ok(typeof best === "object");
      const range = { from: 0, to: 16 };
      const { losses, targetsPerWindow } = await evaluator.evaluate(best.plan, range, new AbortController().signal);
      return losses.reduce((sum, loss) => sum + loss, 0) / (16 * targetsPerWindow);
    }
    const sizes = { population: 30, mutations: 10, crossovers: 10, generations: 20 };
    const evolution = name === "random" ? { population: 430, generations: 0 } : sizes;
    const method = name === "uniform" ? uniform : selfPruner;
    return Math.log(
      endOf(await eventsOf(method, contextOf(model, evaluator, { spec: { target, seed, evolution } }))).bestFitness,
    );
  }

  // Share of the way from uniform to the optimum, the mean of five seeds. On ten other seeds than these: 100, 99 and 82 %
  // (random search 79, 71 and 52 %); the bounds leave room for that spread.
  for (const [layers, share] of [
    [5, 0.98],
    [12, 0.95],
    [32, 0.75],
  ] as const) {
    it(`comes ${100 * share} % of the way to the optimum in 430 evaluations of ${layers} layers, past random search`, async () => {
      let ours = 0;
      let random = 0;
      for (let seed = 1; seed <= 5; seed++) {
        const names = ["uniform", "optimum", "paper", "random"] as const;
        const [from = 0, to = 0, found = 0, drawn = 0] = await Promise.all(
          names.map((name) => lossOf(name, layers, seed)),
        );
        ours += (from - found) / (from - to) / 5;
        random += (from - drawn) / (from - to) / 5;
      }
      assert.ok(ours >= share, `${(100 * ours).toFixed(1)} %`);
      assert.ok(ours >= random + 0.1, `${(100 * ours).toFixed(1)} % against random ${(100 * random).toFixed(1)} %`);
    });
  }
});

describe("self-pruner, layers that weigh differently", () => {
  it("meets the target in parameters", async () => {
    const layers = [1376, 688, 2752, 100].map((neurons) => ({ ...shape.layers[0], neurons }));
    const uneven = { layers: layers as typeof shape.layers };
    const evaluator = new AnalyticEvaluator(uneven, [1, 2, 3, 4]);
    const events = await eventsOf(selfPruner, contextOf(uneven, evaluator));

    for (const { candidate } of all(events, "candidate")) {
      const missed = Math.abs(removedParameters(uneven, candidate.plan) - 0.3 * prunableParameters(uneven));
      assert.ok(missed <= (uneven.layers[0]?.neuronParameters ?? 0) / 2 + 0.5);
    }
  });
});
