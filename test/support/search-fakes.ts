import { setTimeout as delay } from "node:timers/promises";
import { seededRandom } from "../../src/base/random.ts";
import { type Plan, planAt } from "../../src/pruning/plan.ts";
import { layerParameters, type ModelShape } from "../../src/pruning/shape.ts";
import type { SearchEvent } from "../../src/search/events.ts";
import type { Method, MethodContext } from "../../src/search/method.ts";
import type {
  Evaluation,
  Evaluator,
  Proposal,
  ProposalOutcome,
  ProposalRequest,
  Proposer,
} from "../../src/search/ports.ts";
import { EvolutionSettings } from "../../src/search/spec.ts";

/** A model of equal layers with the proportions of a small LLaMA. */
export function equalLayers(layers: number, neurons = 1376, groups = 8): ModelShape {
  const layer = { groups, groupParameters: 4 * 64 * 512, neurons, neuronParameters: 3 * 512 };
  return { layers: Array.from({ length: layers }, () => layer) };
}

/** How much each layer of an {@link AnalyticEvaluator} minds being pruned. */
type Sensitivity = readonly number[];

/** Random sensitivities over two orders of magnitude, the first and last layers the most delicate, as in real models. */
export function randomSensitivity(layers: number, seed: number): Sensitivity {
  const random = seededRandom(seed);
  return Array.from({ length: layers }, (_, layer) => {
    const edge = Math.exp(-2 * layer) + Math.exp(-2 * (layers - 1 - layer));
    return Math.exp(0.7 * random.normal()) * (0.3 + 3 * edge);
  });
}

/** Loss per token that pruning a layer by `rate` adds: convex, zero at zero. */
function layerLoss(sensitivity: number, rate: number): number {
  return sensitivity * rate ** 2;
}

const TARGETS = 63;

/**
 * Scores a plan by a formula: a base loss plus a convex loss of every layer, some windows harder than others and each
 * with its own sensitivities. Counts what it was asked.
 */
export class AnalyticEvaluator implements Evaluator {
  readonly windows: number;
  readonly asked: { plan: Plan; from: number; to: number }[] = [];
  readonly #shape: ModelShape;
  readonly #sensitivity: Sensitivity;
  readonly #wait: () => Promise<unknown>;

  constructor(
    shape: ModelShape,
    sensitivity: Sensitivity,
    windows = 16,
    wait: () => Promise<unknown> = async () => {},
  ) {
    this.#shape = shape;
    this.#sensitivity = sensitivity;
    this.windows = windows;
    this.#wait = wait;
  }

  async evaluate(plan: Plan, range: { from: number; to: number }, signal: AbortSignal): Promise<Evaluation> {
    signal.throwIfAborted();
    this.asked.push({ plan, ...range });
    await this.#wait();
    const losses: number[] = [];
    for (let window = range.from; window < range.to; window++) losses.push(TARGETS * this.#windowLoss(plan, window));
    const tokens = losses.length * (TARGETS + 1);
    return { losses, targetsPerWindow: TARGETS, tokens, seconds: tokens / 1000 };
  }

  async outlierRatios(): Promise<readonly number[]> {
    return this.#sensitivity;
  }

  #windowLoss(plan: Plan, window: number): number {
    const random = seededRandom(window);
    const base = 2 + 0.5 * random.normal();
    return this.#shape.layers.reduce((sum, layer, index) => {
      const { groups, neurons } = planAt(plan, index);
      const kept = groups * layer.groupParameters + neurons * layer.neuronParameters;
      const rate = 1 - kept / layerParameters(layer);
      const mood = 1 + 0.2 * (random.next() - 0.5);
      return sum + mood * layerLoss(this.#sensitivity[index] ?? 0, rate);
    }, base);
  }
}

/** The least Σ layerLoss over rates in [0, 1] of one mean: rates inversely to the sensitivities, water-filled. */
export function bestPossibleRates(sensitivity: Sensitivity, target: number): number[] {
  let low = 0;
  let high = 2 * Math.max(...sensitivity);
  const ratesAt = (price: number) => sensitivity.map((s) => Math.min(1, price / (2 * s)));
  for (let step = 0; step < 100; step++) {
    const price = (low + high) / 2;
    const mean = ratesAt(price).reduce((sum, rate) => sum + rate, 0) / sensitivity.length;
    if (mean < target) low = price;
    else high = price;
  }
  return ratesAt(low);
}

const FREE: ProposalOutcome = {
  calls: 1,
  inputTokens: 100,
  outputTokens: 50,
  money: 0.01,
  seconds: 1,
  faults: {},
};

/** What an LLM writes for a request. */
type Answering = (request: ProposalRequest) => readonly Proposal[] | Promise<readonly Proposal[]>;

/** The answers of another proposer, whole. */
export function answersOf(proposer: Proposer): (request: ProposalRequest) => Promise<Proposal[]> {
  return async (request) => {
    const proposals: Proposal[] = [];
    for await (const proposal of proposer.propose(request, new AbortController().signal)) proposals.push(proposal);
    return proposals;
  };
}

/** An LLM that answers by a function of the request, with an optional wait before every vector. */
export class FakeLlm implements Proposer {
  readonly requests: ProposalRequest[] = [];
  readonly #answer: Answering;
  readonly #wait: (signal: AbortSignal) => Promise<unknown>;
  open = 0;

  constructor(answer: Answering, wait: (signal: AbortSignal) => Promise<unknown> = async () => {}) {
    this.#answer = answer;
    this.#wait = wait;
  }

  async *propose(request: ProposalRequest, signal: AbortSignal): AsyncGenerator<Proposal, ProposalOutcome> {
    this.requests.push(request);
    this.open++;
    try {
      for (const proposal of await this.#answer(request)) {
        await this.#wait(signal);
        signal.throwIfAborted();
        yield proposal;
      }
      return FREE;
    } finally {
      this.open--;
    }
  }
}

/** A wait of random length, up to `most` milliseconds. */
export function jitter(seed: number, most = 2): (signal?: AbortSignal) => Promise<unknown> {
  const random = seededRandom(seed);
  return (signal) => delay(most * random.next(), undefined, signal ? { signal } : {});
}

type ContextOverrides = Partial<Omit<MethodContext, "spec">> & {
  spec?: Partial<Omit<MethodContext["spec"], "evolution">> & { evolution?: Partial<EvolutionSettings> };
};

/** A context with small sizes and no budget, where not said otherwise. */
export function contextOf(
  shape: ModelShape,
  evaluator: Evaluator,
  { spec, ...overrides }: ContextOverrides = {},
): MethodContext {
  const evolution = EvolutionSettings.parse({
    population: 6,
    mutations: 3,
    crossovers: 3,
    generations: 4,
    ...spec?.evolution,
  });
  return {
    shape,
    evaluator,
    clock: { elapsed: () => 0 },
    signal: new AbortController().signal,
    ...overrides,
    spec: {
      target: 0.3,
      objective: "perplexity",
      owl: { lambda: 0.08, m: 5 },
      budget: {},
      seed: 1,
      ...spec,
      evolution,
    },
  };
}

/** All events of a method, at its own pace. */
export async function eventsOf(method: Method, context: MethodContext): Promise<SearchEvent[]> {
  const events: SearchEvent[] = [];
  for await (const event of method.run(context)) events.push(event);
  return events;
}

/** The last event, which must be `end`. */
export function endOf(events: readonly SearchEvent[]): Extract<SearchEvent, { type: "end" }> {
  const last = events.at(-1);
  if (last?.type !== "end") throw new Error(`a search ended with ${last?.type ?? "nothing"}`);
  return last;
}
