import { openModelFolder } from "../model/open-model-folder.ts";
import { densePlan, type Plan } from "../pruning/plan.ts";
import { windowsPerBatch } from "./batches.ts";
import { dealtRange, dealtWindows, gatherLosses, portionsOf } from "./deal.ts";
import type { EngineOptions, EvaluateResult, Windows } from "./engine.ts";
import { EngineSeat, type HandOver, type MortalEngine } from "./engine-seat.ts";
import { tokensPerRun } from "./execution.ts";
import type { Importance } from "./importance/importance.ts";
import { importanceNamed } from "./importance/index.ts";
import { keepAll } from "./importance/select.ts";
import { type DenseScores, type PrunedModel, PrunedPlans, scoreDense, sumStatistics } from "./pruner.ts";
import { RemoteEngine } from "./remote-engine.ts";
import type { Score, ScoreRequest, Scorer, ScorerOptions } from "./scorer.ts";

/** Plans whose kept units are remembered: more than a generation of any preset has. */
const REMEMBERED_PLANS = 64;

/** Starts an engine; tests put in ones that fail. */
export type StartEngine = (options: EngineOptions, signal: AbortSignal) => Promise<MortalEngine>;

/**
 * Opens a model on all the engines asked for. On the CPU the scores do not depend on how many there are, bit by bit.
 *
 * @throws UserError for a model, device or importance that cannot be had; the reason of `signal`
 */
export async function openScorer(
  options: ScorerOptions,
  signal: AbortSignal,
  startEngine: StartEngine = (engineOptions, either) => RemoteEngine.open(engineOptions, either),
): Promise<Scorer> {
  const importance = importanceNamed(options.importance);
  const { transformer, shape } = await openModelFolder(options.model);
  const dense: PrunedModel = {
    kept: densePlan(shape).map(keepAll),
    // Where nothing is removed there is nothing to make up for.
    means: shape.layers.map(({ neurons }) => ({
      attention: new Float32Array(transformer.heads * transformer.headDim),
      mlp: new Float32Array(neurons),
    })),
  };
  const engineOptions: EngineOptions = {
    model: options.model,
    device: options.device,
    precision: options.precision,
    maxLength: options.maxLength,
    threads: 1,
    cacheBytes: Math.floor(options.cacheBytes / options.engines),
    compensated: importance.compensated,
  };
  const seats = Array.from(
    { length: options.engines },
    () => new EngineSeat((either) => startEngine(engineOptions, either)),
  );
  const scorer = new EngineScorer(options, importance, seats, dense, (statistics) =>
    scoreDense(importance, statistics, shape.layers),
  );
  await scorer.start(signal);
  return scorer;
}

/** A text and the part of it that each engine has. */
interface DealtText {
  readonly windows: Windows;
  readonly shares: readonly Windows[];
}

class EngineScorer implements Scorer {
  readonly deviceName: string;
  readonly #options: ScorerOptions;
  readonly #importance: Importance;
  readonly #seats: readonly EngineSeat[];
  readonly #dense: PrunedModel;
  readonly #scoreDense: (statistics: ReturnType<typeof sumStatistics>) => DenseScores;
  readonly #texts = new Map<string, DealtText>();
  readonly #pruned = new PrunedPlans(REMEMBERED_PLANS);
  #calibration: { readonly text: string; readonly scores: DenseScores | undefined } | undefined;

  constructor(
    options: ScorerOptions,
    importance: Importance,
    seats: readonly EngineSeat[],
    dense: PrunedModel,
    denseScores: (statistics: ReturnType<typeof sumStatistics>) => DenseScores,
  ) {
    this.deviceName = options.engines > 1 ? `${options.device} ×${options.engines}` : options.device;
    this.#options = options;
    this.#importance = importance;
    this.#seats = seats;
    this.#dense = dense;
    this.#scoreDense = denseScores;
  }

  /** Opens all engines at once, or none. */
  async start(signal: AbortSignal): Promise<void> {
    try {
      await allOrNone(this.#seats, signal, (seat, _, either) => seat.run(async () => {}, either));
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async setText(name: string, windows: Windows): Promise<void> {
    const shares = this.#seats.map((_, engine) => dealtWindows(windows, engine, this.#seats.length));
    this.#texts.set(name, { windows, shares });
  }

  async calibrate(text: string, signal: AbortSignal): Promise<void> {
    const scores = this.#options.scoring === "dense" ? await this.#measure(text, signal) : undefined;
    this.#pruned.clear();
    this.#calibration = { text, scores };
  }

  async prepareKl(text: string, signal: AbortSignal): Promise<void> {
    await allOrNone(this.#seats, signal, (seat, index, either) =>
      seat.run((_, handOver, inner) => this.#giveKl(text, index, handOver, inner), either),
    );
  }

  async score(request: ScoreRequest, signal: AbortSignal): Promise<Score> {
    const pruned = await this.#prune(request.plan, signal);
    const shares = await allOrNone(this.#seats, signal, (_, index, either) =>
      this.#evaluate(request, pruned, index, either),
    );
    return {
      losses: gatherLosses(
        request,
        shares.map(({ losses }) => losses),
      ),
      targetsPerWindow: this.#text(request.text).windows.length - 1,
      tokens: shares.reduce((sum, { tokens }) => sum + tokens, 0),
      // The engines work side by side.
      seconds: Math.max(...shares.map(({ seconds }) => seconds)),
    };
  }

  async outlierRatios(text: string, threshold: number, signal: AbortSignal): Promise<readonly number[]> {
    const ratios = await this.#idlest().run(async (engine, handOver, inner) => {
      const name = await this.#giveWhole(text, handOver);
      return engine.outlierRatios(name, threshold, inner);
    }, signal);
    return Array.from(ratios);
  }

  async close(): Promise<void> {
    await Promise.all(this.#seats.map((seat) => seat.close()));
  }

  /**
   * Scores the dense model. An engine adds up its batches in their order; several engines measure a batch at a time, and
   * the same sum is made here: so the scores do not depend on the number of engines.
   */
  async #measure(text: string, signal: AbortSignal): Promise<DenseScores> {
    const { windows } = this.#text(text);
    const perBatch = windowsPerBatch(windows.length, tokensPerRun(this.#options.device));
    const portions = portionsOf(windows, this.#seats.length > 1 ? perBatch : windows.count);
    const parts = await allOrNone(portions, signal, (portion, index, either) =>
      this.#seat(index % this.#seats.length).run(async (engine, handOver, inner) => {
        const name = `${text}, portion ${index}`;
        await handOver(name, portion, () => engine.setText(name, portion));
        return engine.statistics(name, inner);
      }, either),
    );
    return this.#scoreDense(sumStatistics(parts));
  }

  async #prune(plan: Plan | undefined, signal: AbortSignal): Promise<PrunedModel> {
    if (!plan) return this.#dense;
    const calibration = this.#calibration;
    if (!calibration) throw new Error("A plan was scored before calibrate().");
    const { text, scores } = calibration;
    return this.#pruned.get(
      plan,
      async () => scores?.prune(plan) ?? (await this.#pruneSequentially(plan, text, signal)),
    );
  }

  #pruneSequentially(plan: Plan, text: string, signal: AbortSignal): Promise<PrunedModel> {
    return this.#idlest().run(async (engine, handOver, inner) => {
      const name = await this.#giveWhole(text, handOver);
      return engine.pruneSequentially(name, plan, this.#importance.name, inner);
    }, signal);
  }

  async #evaluate(
    { text, from, to, objective }: ScoreRequest,
    pruned: PrunedModel,
    index: number,
    signal: AbortSignal,
  ): Promise<EvaluateResult> {
    const range = dealtRange({ from, to }, index, this.#seats.length);
    if (range.from === range.to) return NOTHING;
    return this.#seat(index).run(async (engine, handOver, inner) => {
      if (objective === "kl") await this.#giveKl(text, index, handOver, inner);
      else await this.#giveShare(text, index, handOver);
      await this.#giveMeans(pruned, handOver);
      return engine.evaluate({ text, ...range, kept: pruned.kept, objective }, inner);
    }, signal);
  }

  async #giveShare(text: string, index: number, handOver: HandOver): Promise<Windows> {
    const share = this.#text(text).shares[index] ?? EMPTY;
    await handOver(text, share, (engine) => engine.setText(text, share));
    return share;
  }

  async #giveKl(text: string, index: number, handOver: HandOver, signal: AbortSignal): Promise<void> {
    const share = await this.#giveShare(text, index, handOver);
    if (share.count === 0) return;
    await handOver(`${text}, dense distribution`, share, async (engine) => {
      await this.#giveMeans(this.#dense, handOver);
      await engine.prepareKl(text, signal);
    });
  }

  /** Gives an engine all the windows of a text, under the name returned. */
  async #giveWhole(text: string, handOver: HandOver): Promise<string> {
    const name = `${text}, whole`;
    const { windows } = this.#text(text);
    await handOver(name, windows, (engine) => engine.setText(name, windows));
    return name;
  }

  async #giveMeans({ means }: PrunedModel, handOver: HandOver): Promise<void> {
    if (this.#importance.compensated) await handOver("means", means, (engine) => engine.setCompensation(means));
  }

  #text(name: string): DealtText {
    const text = this.#texts.get(name);
    if (!text) throw new Error(`There is no text "${name}": setText() comes first.`);
    return text;
  }

  #seat(index: number): EngineSeat {
    const seat = this.#seats[index];
    if (!seat) throw new RangeError(`no engine ${index}`);
    return seat;
  }

  #idlest(): EngineSeat {
    return this.#seats.reduce((least, seat) => (seat.load < least.load ? seat : least));
  }
}

const EMPTY: Windows = { count: 0, length: 1, tokens: new Int32Array() };
const NOTHING: EvaluateResult = {
  losses: new Float64Array(),
  tokens: 0,
  seconds: 0,
  halfBlocks: 0,
  halfBlocksSaved: 0,
};

/** Does something with every item at once; when one fails, abandons the others and throws what it threw. */
async function allOrNone<Item, Result>(
  items: readonly Item[],
  signal: AbortSignal,
  work: (item: Item, index: number, signal: AbortSignal) => Promise<Result>,
): Promise<Result[]> {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const tasks = items.map(async (item, index) => {
    try {
      return await work(item, index, either);
    } catch (error) {
      failed.abort(error);
      throw error;
    }
  });
  await Promise.allSettled(tasks);
  signal.throwIfAborted();
  if (failed.signal.aborted) throw failed.signal.reason;
  return Promise.all(tasks);
}
