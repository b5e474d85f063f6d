import type { ChartPoint } from "../../src/protocol/runner.ts";
import { isBetter } from "./fitness-order.ts";

/** Evaluations that share a bucket at first: racing makes fractions, and few points are never thinned. */
const FINEST = 1 / 16;

interface Bucket {
  lowest: ChartPoint;
  highest: ChartPoint;
}

/**
 * Thins one series of a scatter chart while it grows. Of the points that fall into one bucket of evaluations only the
 * lowest and the highest stay, which draws the same picture once a bucket is no wider than a mark. When there are too
 * many buckets they are merged in pairs, so adding a point costs the same however many there are.
 */
export class Decimator {
  readonly #most: number;
  #width = FINEST;
  #buckets = new Map<number, Bucket>();

  /** @param most buckets that are kept; at most twice as many points are drawn */
  constructor(most: number) {
    this.#most = most;
  }

  add(point: ChartPoint): void {
    put(this.#buckets, Math.floor(point.evaluation / this.#width), point);
    while (this.#buckets.size > this.#most) this.#merge();
  }

  /** What is left to draw, in the order of evaluation where points came in that order. */
  points(): ChartPoint[] {
    return [...this.#buckets.values()].flatMap(({ lowest, highest }) => inOrder(lowest, highest));
  }

  #merge(): void {
    this.#width *= 2;
    const merged = new Map<number, Bucket>();
    for (const [index, { lowest, highest }] of this.#buckets) {
      put(merged, index >> 1, lowest);
      put(merged, index >> 1, highest);
    }
    this.#buckets = merged;
  }
}

function put(buckets: Map<number, Bucket>, index: number, point: ChartPoint): void {
  const bucket = buckets.get(index);
  if (!bucket) buckets.set(index, { lowest: point, highest: point });
  else if (isBetter(point.fitness, bucket.lowest.fitness)) bucket.lowest = point;
  else if (isBetter(bucket.highest.fitness, point.fitness)) bucket.highest = point;
}

function inOrder(one: ChartPoint, other: ChartPoint): ChartPoint[] {
  if (one === other) return [one];
  return one.evaluation <= other.evaluation ? [one, other] : [other, one];
}
