import { sep } from "node:path";
import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import { fileKey, isSameFile } from "../../base/file-key.ts";
import type { MeasuredFitness } from "../../protocol/language-server.ts";
import { type Disposable, Emitter } from "../emitter.ts";
import type { Memento } from "../memento.ts";

const KEY = "selfPruner.measurements";
/** Measurements of one file that are kept. */
const MOST = 20;
/** Files whose measurements are kept; those measured last stay. */
const MOST_FILES = 100;

const Fitness = z.number().positive();
const Measurement = z.object({
  model: z.string(),
  rates: z.array(z.object({ attention: z.number(), mlp: z.number() })).min(1),
  perplexity: Fitness,
  dense: Fitness.optional(),
  uniform: Fitness.optional(),
  protocol: z.string(),
  at: z.string(),
});

/** What rate files were measured to have: the history of each file, kept over sessions. */
export class Measurements implements Disposable {
  readonly #state: Memento;
  readonly #changed = new Emitter<string>();
  /** Path of a file that was measured. */
  readonly onChanged = this.#changed.event;

  constructor(state: Memento) {
    this.#state = state;
  }

  /** Newest last. */
  of(path: string): readonly MeasuredFitness[] {
    // Only this file's are read: hundreds of others would cost time with every keystroke.
    const kept = this.#kept[fileKey(path)];
    return Array.isArray(kept) ? kept.flatMap((one) => Measurement.safeParse(one).data ?? []) : [];
  }

  /** Newest last, those of one model. */
  ofModel(path: string, model: string): readonly MeasuredFitness[] {
    return this.of(path).filter((measured) => isSameFile(measured.model, model));
  }

  /** The newest measurement of these very rates of a model. */
  ofRates(path: string, model: string, rates: MeasuredFitness["rates"]): MeasuredFitness | undefined {
    return this.ofModel(path, model).findLast((measured) => isDeepStrictEqual(measured.rates, rates));
  }

  async add(path: string, measured: MeasuredFitness): Promise<void> {
    const key = fileKey(path);
    const { [key]: _, ...others } = this.#kept;
    const kept = { ...others, [key]: [...this.of(path), measured].slice(-MOST) };
    await this.#state.update(KEY, Object.fromEntries(Object.entries(kept).slice(-MOST_FILES)));
    this.#changed.fire(path);
  }

  /** A file, or the folder that files lie in, has another name: its history goes with it. */
  async rename(from: string, to: string): Promise<void> {
    const [before, after] = [fileKey(from), fileKey(to)];
    const [moving, staying] = partition(Object.entries(this.#kept), ([path]) => isWithin(path, before));
    if (moving.length === 0) return;
    const moved = moving.map(([path, history]) => [after + path.slice(before.length), history] as const);
    // What had the new name before was replaced, and its history with it.
    await this.#state.update(KEY, Object.fromEntries([...staying, ...moved]));
    for (const [path] of moved) this.#changed.fire(path);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  /** By the key of the file, those measured last at the end; each as another version may have written it. */
  get #kept(): Readonly<Record<string, unknown>> {
    const kept = this.#state.get(KEY);
    return typeof kept === "object" && kept !== null ? { ...kept } : {};
  }
}

/** Whether a path is that of a file or folder, or of something in that folder. */
function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder + sep);
}

function partition<T>(all: readonly T[], test: (one: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter((one) => !test(one))];
}
