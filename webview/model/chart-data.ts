import type { ChartPoint } from "../../src/protocol/runner.ts";
import type { Author, Operator } from "../../src/search/candidate.ts";
import { Decimator } from "./decimate.ts";
import { type FitnessRange, FitnessSpread } from "./fitness-range.ts";
import { steppedIndex } from "./plot.ts";
import type { SearchModel } from "./search-model.ts";

/** Buckets of a series: about as many as marks fit beside each other in a wide panel. */
const BUCKETS = 240;

/** Points of one operator and author, which share a colour and a shape. */
export interface PointSeries {
  readonly operator: Operator;
  readonly author: Author;
  readonly points: readonly ChartPoint[];
}

/** The data of the fitness chart of one search, kept up to date at the cost of what is new. */
export class FitnessData {
  readonly #model: SearchModel;
  readonly #series = new Map<string, { operator: Operator; author: Author; decimator: Decimator }>();
  readonly #spread = new FitnessSpread();
  readonly #byCandidate = new Map<number, number>();
  #taken = 0;
  #ranged: { readonly key: string; readonly range: FitnessRange } | undefined;

  constructor(model: SearchModel) {
    this.#model = model;
    this.update();
  }

  /** Whether this is the data of that very model; a new snapshot is another. */
  isOf(model: SearchModel): boolean {
    return this.#model === model;
  }

  /** Takes the points that have come since. @returns whether there were any */
  update(): boolean {
    const { points } = this.#model;
    const before = this.#taken;
    for (; this.#taken < points.length; this.#taken++) {
      const point = points[this.#taken];
      if (point) this.#take(point);
    }
    return this.#taken > before;
  }

  /** Thinned for drawing, in the order in which operators first appeared. */
  series(): PointSeries[] {
    return [...this.#series.values()].map(({ operator, author, decimator }) => ({
      operator,
      author,
      points: decimator.points(),
    }));
  }

  /** The axis of these data; worked out once for each state of them. */
  range(): FitnessRange {
    const { denseFitness, uniformFitness } = this.#model.detail.summary;
    const key = `${this.#taken} ${denseFitness} ${uniformFitness}`;
    if (this.#ranged?.key !== key) {
      const range = this.#spread.range({ mark: uniformFitness, wish: denseFitness });
      this.#ranged = { key, range };
    }
    return this.#ranged.range;
  }

  /** Where a candidate is drawn; undefined when it was left out of the snapshot. */
  pointOf(candidate: number): ChartPoint | undefined {
    const index = this.#byCandidate.get(candidate);
    if (index !== undefined) return this.#model.points[index];
    return this.#model.best.find((point) => point.candidate === candidate);
  }

  /**
   * The evaluation `step` places after a candidate's, the first or last for infinite steps; stays within the search. Where
   * the candidate has none, a finite step leads to the newest.
   */
  neighbour(candidate: number | undefined, step: number): ChartPoint | undefined {
    const { points } = this.#model;
    const index = candidate === undefined ? undefined : this.#byCandidate.get(candidate);
    return points[steppedIndex(index, step, points.length - 1)];
  }

  #take(point: ChartPoint): void {
    const { operator, author } = point;
    const key = `${operator} ${author}`;
    const series = this.#series.get(key) ?? { operator, author, decimator: new Decimator(BUCKETS) };
    this.#series.set(key, series);
    series.decimator.add(point);
    this.#spread.add(point.fitness);
    this.#byCandidate.set(point.candidate, this.#taken);
  }
}

/** Best fitness so far, from the first evaluation to the newest: the corners of a step line. */
export function bestSoFar({ best, points }: SearchModel): ChartPoint[] {
  const [leader, newest] = [best.at(-1), points.at(-1)];
  return leader && newest ? [...best, { ...leader, evaluation: newest.evaluation }] : [...best];
}
