import type { Fitness, SearchSummary } from "../../src/protocol/runner.ts";
import { objectiveWords } from "../../src/protocol/text/objectives.ts";
import { grouped } from "./candidate-words.ts";

/** Neighbouring bins of the histogram differ by one percent. */
const STEP = Math.log(1.01);
/** Below this a fitness counts as this: a KL divergence can be zero. */
const SMALLEST = 1e-9;
/** The axis reaches this far beyond the part of the points that it must show. */
const HEADROOM = 1.15;
/** From this ratio between its ends on an axis is logarithmic. */
const LOGARITHMIC = 5;

/** With fewer points than these nobody knows how far they will spread. */
const FEW = 10;

/** Ends of a fitness axis, and how much of the search lies beyond it. */
export interface FitnessRange {
  readonly low: number;
  readonly high: number;
  readonly logarithmic: boolean;
  /** Points whose fitness is above the axis: they are drawn at its upper edge. */
  readonly beyond: number;
  /** Points without a finite fitness: drawn at the upper edge, too. */
  readonly infinite: number;
}

/**
 * How fitness values spread, counted in bins of one percent: says in constant time what a fitness axis must reach, so that
 * a few candidates cut to pieces (a perplexity of a million) do not press all others into one line.
 */
export class FitnessSpread {
  readonly #bins = new Map<number, number>();
  #total = 0;
  #infinite = 0;

  add(fitness: Fitness): void {
    this.#total++;
    if (fitness === null) this.#infinite++;
    else this.#bins.set(binOf(fitness), (this.#bins.get(binOf(fitness)) ?? 0) + 1);
  }

  /**
   * The axis: from below the best to where the worst of the better 90 % are, and at least to `mark`. It reaches to `wish`,
   * too, unless that would leave more than half of it empty.
   */
  range({ mark, wish }: { readonly mark: number | undefined; readonly wish: number | undefined }): FitnessRange {
    const finite = [...this.#bins.keys()].sort((one, other) => one - other);
    const points = finite.length > 0 ? [edge(finite[0] ?? 0), edge(this.#quantileBin(finite) + 1)] : [];
    const needed = mark === undefined ? points : [...points, mark];
    const isWide = wish !== undefined && this.#total >= FEW && isFar(wish, needed);
    const ends = endsOf(wish === undefined || isWide ? needed : [...needed, wish]);
    return { ...ends, beyond: this.#above(ends.high), infinite: this.#infinite };
  }

  #quantileBin(sorted: readonly number[]): number {
    let left = Math.ceil(0.9 * (this.#total - this.#infinite));
    for (const bin of sorted) {
      left -= this.#bins.get(bin) ?? 0;
      if (left <= 0) return bin;
    }
    return sorted.at(-1) ?? 0;
  }

  /** Exact where `high` is the edge of a bin, which the ends of axes are. */
  #above(high: number): number {
    let count = 0;
    for (const [bin, amount] of this.#bins) if (edge(bin) >= high) count += amount;
    return count;
  }
}

/** An axis on which all values have a place. */
export function rangeOfAll(values: readonly number[]): FitnessRange {
  return { ...endsOf(values), beyond: 0, infinite: 0 };
}

/** Says what is drawn at the edge because it has no place on the axis; empty when all has. */
export function beyondText({ beyond, infinite }: FitnessRange, objective: SearchSummary["objective"]): string {
  const above = beyond > 0 ? `${evaluations(beyond)} above the axis` : undefined;
  const endless = infinite > 0 ? `${evaluations(infinite)} without a finite ${objectiveWords[objective]}` : undefined;
  const both = [above, endless].filter((part) => part !== undefined);
  return both.length > 0 ? `At the upper edge: ${both.join(", ")}.` : "";
}

function evaluations(count: number): string {
  return count === 1 ? "1 evaluation" : `${grouped(count)} evaluations`;
}

/** Whether values take up less than half of an axis that reaches to another value, too. */
function isFar(value: number, values: readonly number[]): boolean {
  const all = [...values, value];
  const place = Math.min(...all) > SMALLEST ? Math.log : (fitness: number) => fitness;
  return spanOf(values.map(place)) < spanOf(all.map(place)) / 2;
}

function spanOf(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}

function endsOf(values: readonly number[]): Pick<FitnessRange, "low" | "high" | "logarithmic"> {
  if (values.length === 0) return { low: 0, high: 1, logarithmic: false };
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const logarithmic = least > SMALLEST && most / least > LOGARITHMIC;
  return { ...(logarithmic ? logEnds(least, most) : linearEnds(least, most)), logarithmic };
}

function binOf(fitness: number): number {
  return Math.floor(Math.log(Math.max(SMALLEST, fitness)) / STEP);
}

function edge(bin: number): number {
  return Math.exp(bin * STEP);
}

function logEnds(least: number, most: number): { low: number; high: number } {
  return { low: least / HEADROOM, high: upperEdge(most * HEADROOM) };
}

function linearEnds(least: number, most: number): { low: number; high: number } {
  const pad = (most - least || most || 1) * (HEADROOM - 1);
  return { low: Math.max(0, least - pad), high: upperEdge(most + pad) };
}

function upperEdge(value: number): number {
  return edge(binOf(value) + 1);
}
