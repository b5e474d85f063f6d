import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import type { MeasuredFitness } from "../../protocol/language-server.ts";
import { type Disposable, Emitter } from "../emitter.ts";

/** The part of `vscode.Memento` that is used. */
export interface State {
  get(name: string): unknown;
  update(name: string, value: unknown): PromiseLike<void>;
}

const KEY = "selfPruner.measurements";
/** Measurements of one file that are kept. */
const MOST = 20;
/** Files whose measurements are kept; those measured last stay. */
const MOST_FILES = 100;

const Fitness = z.number().positive();
const Measurement = z.object({
  rates: z.array(z.object({ attention: z.number(), mlp: z.number() })).min(1),
  perplexity: Fitness,
  dense: Fitness.optional(),
  uniform: Fitness.optional(),
  protocol: z.string(),
  at: z.string(),
});
/** By file path, those measured last at the end. */
const Kept = z.record(z.string(), z.array(Measurement));

/** What rate files were measured to have: the history of each file, kept over sessions. */
export class Measurements implements Disposable {
  readonly #state: State;
  readonly #changed = new Emitter<string>();
  /** Path of a file that was measured. */
  readonly onChanged = this.#changed.event;

  constructor(state: State) {
    this.#state = state;
  }

  /** Newest last. */
  of(path: string): readonly MeasuredFitness[] {
    return this.#kept[path] ?? [];
  }

  /** The newest measurement of these very rates. */
  ofRates(path: string, rates: MeasuredFitness["rates"]): MeasuredFitness | undefined {
    return this.of(path).findLast((measured) => isDeepStrictEqual(measured.rates, rates));
  }

  async add(path: string, measured: MeasuredFitness): Promise<void> {
    const { [path]: before = [], ...others } = this.#kept;
    const kept = { ...others, [path]: [...before, measured].slice(-MOST) };
    await this.#state.update(KEY, Object.fromEntries(Object.entries(kept).slice(-MOST_FILES)));
    this.#changed.fire(path);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  get #kept(): Record<string, MeasuredFitness[]> {
    return Kept.safeParse(this.#state.get(KEY)).data ?? {};
  }
}
