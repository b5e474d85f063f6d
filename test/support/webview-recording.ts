import { seededRandom } from "../../src/base/random.ts";
import type { ProtocolCard } from "../../src/protocol/card.ts";
import type {
  CandidateDetail,
  CandidateRelative,
  FinalReport,
  LlmCall,
  NumberedEvent,
  SearchDetail,
  SearchSnapshot,
  SearchSummary,
} from "../../src/protocol/runner.ts";
import type { HostMessage } from "../../src/protocol/webview.ts";
import type { Plan } from "../../src/pruning/plan.ts";
import type { ModelShape } from "../../src/pruning/shape.ts";
import { advance, initialProgress } from "../../src/runner/search-progress.ts";
import type { SearchProgress } from "../../src/runs/stored-search.ts";
import type { Candidate } from "../../src/search/candidate.ts";
import { fitnessOf } from "../../src/search/fitness.ts";
import { selfPruner } from "../../src/search/methods/self-pruner.ts";
import { classicalProposer } from "../../src/search/operators/classical.ts";
import type { ProposalOutcome, Proposer } from "../../src/search/ports.ts";
import { repairVector } from "../../src/search/repair.ts";
import { SearchSpec } from "../../src/search/spec.ts";
import { FoldedSearch } from "../../webview/model/fold.ts";
import { AnalyticEvaluator, contextOf, equalLayers, eventsOf, randomSensitivity } from "./search-fakes.ts";

/** What makes one recording differ from another. */
export interface RecordingOptions {
  readonly id?: string;
  readonly seed?: number;
  readonly layers?: number;
  readonly target?: number;
  readonly objective?: "perplexity" | "kl";
  readonly generations?: number;
  /** Share of the LLM's vectors that are wrong, 0 to 1. */
  readonly faults?: number;
  /** Fewer windows are quicker. */
  readonly windows?: number;
  readonly model?: string;
}

const EMPTY_TALLY = {
  requested: 0,
  accepted: 0,
  repaired: 0,
  wrongLength: 0,
  outOfRange: 0,
  notANumber: 0,
  duplicates: 0,
  surplus: 0,
};

/** Runs a search of the real method on a model that is a formula, and records it; the same options give the same recording. */
export async function record(options: RecordingOptions = {}): Promise<Recording> {
  const { seed = 1, layers = 16, target = 0.3, objective = "perplexity", generations = 20 } = options;
  const shape = equalLayers(layers);
  const evaluator = new AnalyticEvaluator(shape, randomSensitivity(layers, seed), options.windows ?? 6);
  const evolution = { population: 30, mutations: 10, crossovers: 10, generations };
  const spec = SearchSpec.parse({
    model: options.model ?? "/models/SmolLM2-135M",
    texts: { search: { path: "/texts/wikitext-2-train.txt" }, test: { path: "/texts/wikitext-2-test.txt" } },
    protocol: { seqlen: 2048 },
    target,
    objective,
    method: "self-pruner",
    evolution,
    llm: { provider: "openai", model: "gpt-4o-mini" },
    seed,
  });
  const context = contextOf(shape, evaluator, { llm: simulatedLlm(seed, options.faults ?? 0.04), spec });
  const events = await eventsOf(selfPruner, context);
  const fitnessAt = async (rate: number) => {
    const repaired = repairVector(Array(layers).fill(rate), shape, rate);
    if (typeof repaired === "string") throw new Error(repaired);
    return fitnessOfPlan(evaluator, repaired.plan, objective);
  };
  return new Recording(options.id ?? "3fa4c1", spec, shape, events.map(numbered), {
    dense: await fitnessAt(0),
    uniform: await fitnessAt(target),
  });
}

/** A recorded search: what the runner would have told of it at any moment. */
export class Recording {
  readonly id: string;
  readonly spec: SearchSpec;
  readonly shape: ModelShape;
  readonly events: readonly NumberedEvent[];
  readonly marks: { readonly dense: number; readonly uniform: number };
  readonly card: ProtocolCard;
  readonly #progress: readonly SearchProgress[];
  readonly #candidates = new Map<number, Candidate>();
  readonly #fitness = new Map<number, number>();

  constructor(
    id: string,
    spec: SearchSpec,
    shape: ModelShape,
    events: readonly NumberedEvent[],
    marks: { readonly dense: number; readonly uniform: number },
  ) {
    this.id = id;
    this.spec = spec;
    this.shape = shape;
    this.events = events;
    this.marks = marks;
    this.card = cardOf(spec);
    let progress: SearchProgress = {
      ...initialProgress(spec),
      denseFitness: spec.objective === "kl" ? 0 : marks.dense,
      uniformFitness: marks.uniform,
    };
    this.#progress = [progress, ...events.map(({ event }) => (progress = advance(progress, event)))];
    for (const { event } of events) {
      if (event.type === "candidate") this.#candidates.set(event.candidate.id, event.candidate);
      if (event.type === "evaluated" && event.final) this.#fitness.set(event.candidate, event.fitness);
    }
  }

  /** The summary after so many events. */
  summaryAt(sequence: number, changes: Partial<SearchSummary> = {}): SearchSummary {
    const progress = this.#progress[sequence];
    if (!progress) throw new RangeError(`the recording has ${this.events.length} events, not ${sequence}`);
    const { best, ...counts } = progress;
    const isOver = progress.endReason !== undefined;
    const elapsed = 0.6 * progress.evaluations;
    return {
      id: this.id,
      state: isOver ? "finished" : "running",
      status: "",
      model: this.spec.model,
      method: this.spec.method,
      target: this.spec.target,
      objective: this.spec.objective,
      ...counts,
      bestFitness: best?.fitness,
      elapsed,
      eta: isOver ? undefined : 0.6 * (progress.expectedEvaluations - progress.evaluations),
      createdAt: "2026-01-02T03:04:05.000Z",
      ...changes,
    };
  }

  detailAt(sequence: number, changes: Partial<SearchSummary> = {}): SearchDetail {
    const best = this.#progress[sequence]?.best;
    const summary = this.summaryAt(sequence, changes);
    return {
      summary,
      spec: this.spec,
      shape: this.shape,
      bestRates: best && this.#candidates.get(best.candidate)?.rates,
      report: summary.state === "finished" ? this.#report() : undefined,
      card: this.card,
      notes: [],
      sequence,
    };
  }

  snapshotAt(sequence: number, changes: Partial<SearchSummary> = {}): SearchSnapshot {
    const start = {
      detail: this.detailAt(0),
      points: [],
      best: [],
      generations: [],
      top: [],
      proposals: [],
      tally: EMPTY_TALLY,
    };
    const folded = new FoldedSearch(start);
    const events = this.events.slice(0, sequence);
    folded.fold({ id: this.id, from: 0, events, summary: this.summaryAt(sequence) });
    const { points, best, generations, top, proposals, tally } = folded;
    const detail = this.detailAt(sequence, changes);
    return structuredClone({ detail, points, best, generations, top, proposals, tally });
  }

  /** The message with the events after `from`, up to `to`. */
  batch(from: number, to: number, changes: Partial<SearchSummary> = {}): HostMessage {
    const events = this.events.slice(from, to);
    return { type: "events", id: this.id, from, events, summary: this.summaryAt(from + events.length, changes) };
  }

  candidate(id: number): CandidateDetail {
    const { candidate, fitness } = this.#relative(id);
    const children = [...this.#candidates.values()].filter(({ parents }) => parents.includes(id));
    const parents = candidate.parents.map((parent) => this.#relative(parent));
    return { candidate, fitness, parents, children: children.map((child) => child.id) };
  }

  call(ordinal: number): LlmCall {
    const event = this.events.find(
      ({ event: { type, ...rest } }) => type === "proposals" && "request" in rest && rest.request === ordinal,
    );
    if (event?.event.type !== "proposals") throw new RangeError(`the recording has no call ${ordinal}`);
    const written = [...this.#candidates.values()].filter(({ request }) => request === ordinal);
    const vectors = written.map(({ rates }) => rates.map(({ mlp }) => mlp));
    return {
      ordinal,
      retry: false,
      startedAt: "2026-01-02T03:05:00.000Z",
      messages: [
        { role: "system", content: "You propose layer-wise pruning rates." },
        { role: "user", content: `Write ${vectors.length} vectors of ${this.shape.layers.length} rates.` },
      ],
      parameters: { model: "gpt-4o-mini", temperature: 1 },
      answer: vectors.map((vector) => JSON.stringify(vector)).join("\n"),
      vectors,
      tokensEstimated: false,
      outcome: event.event.outcome,
    };
  }

  #relative(id: number): CandidateRelative {
    const candidate = this.#candidates.get(id);
    if (!candidate) throw new RangeError(`the recording has no candidate ${id}`);
    return { candidate, fitness: this.#fitness.get(id) };
  }

  #report(): FinalReport {
    const best = this.#progress.at(-1)?.best?.fitness ?? this.marks.uniform;
    // A divergence is how much the loss grew, more or less.
    const isDivergence = this.spec.objective === "kl";
    const perplexity = (fitness: number) => (isDivergence ? 8.79 * Math.exp(fitness) : fitness);
    const measured = (fitness: number, split: string, factor: number) => ({
      perplexity: factor * perplexity(fitness),
      loss: Math.log(factor * perplexity(fitness)),
      card: { ...this.card, split, metric: "perplexity" },
    });
    const row = (split: string, factor: number) => ({
      dense: measured(isDivergence ? 0 : this.marks.dense, split, factor),
      uniform: measured(this.marks.uniform, split, factor),
      best: measured(best, split, factor),
    });
    return { validation: row("validation", 1.01), test: row("test", 1.03) };
  }
}

/** An LLM that writes what the classical operators would, with a price, and with mistakes at a given rate. */
function simulatedLlm(seed: number, faults: number): Proposer {
  const writer = classicalProposer(seed + 1000);
  return {
    async *propose(request, signal) {
      const random = seededRandom(seed * 7919 + request.ordinal);
      for await (const proposal of writer.propose(request, signal)) {
        const mistake = random.next() < faults;
        yield mistake ? { ...proposal, values: mistaken(proposal.values, random.integer(3)) } : proposal;
      }
      return outcomeOf(request.count, random.next(), random.next() < faults);
    },
  };
}

function mistaken(values: readonly number[], kind: number): number[] {
  if (kind === 0) return values.slice(1);
  if (kind === 1) return values.map((value, layer) => (layer === 2 ? 1.4 : value));
  return values.map((value, layer) => (layer === 1 ? Number.NaN : value));
}

function outcomeOf(count: number, mood: number, failed: boolean): ProposalOutcome {
  const outputTokens = Math.round(count * (90 + 40 * mood));
  const faults: Record<string, number> = failed ? { "http-429": 1 + Math.round(mood) } : {};
  const inputTokens = 3200;
  const money = (inputTokens * 0.15 + outputTokens * 0.6) / 1e6;
  return { calls: failed ? 2 : 1, inputTokens, outputTokens, money, seconds: 1.5 + 4 * mood, faults };
}

async function fitnessOfPlan(
  evaluator: AnalyticEvaluator,
  plan: Plan,
  objective: SearchSpec["objective"],
): Promise<number> {
  const range = { from: 0, to: evaluator.windows };
  const { losses, targetsPerWindow } = await evaluator.evaluate(plan, range, new AbortController().signal);
  return fitnessOf(losses, targetsPerWindow, objective);
}

function cardOf({ objective, protocol, dtype, model }: SearchSpec): ProtocolCard {
  return {
    dataset: "wikitext-2-train.txt",
    split: "search",
    textSha256: "5f".repeat(32),
    tokensSha256: "a1".repeat(32),
    seqlen: protocol.seqlen,
    bos: protocol.bos,
    windows: 32,
    targets: 32 * (protocol.seqlen - 1),
    dtype,
    device: "cpu",
    model: model.split("/").at(-1) ?? model,
    modelFingerprint: "c3".repeat(32),
    metric: objective === "kl" ? "kl (top 512)" : "perplexity",
    importance: "wanda-sp on 32 windows",
  };
}

function numbered(event: NumberedEvent["event"], index: number): NumberedEvent {
  return { sequence: index + 1, event };
}
