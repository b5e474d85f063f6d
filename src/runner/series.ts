import type { FitnessSeries } from "../protocol/runner.ts";

/** A scored candidate of a fitness chart. */
export type FitnessPoint = FitnessSeries["points"][number];

/**
 * Thins a fitness chart for `width` pixels: of the evaluations that fall on one pixel only the lowest and the highest
 * fitness stay, which draws the same picture. Best-so-far keeps every step, so it stays exact.
 *
 * @param points in the order of evaluation
 */
export function fitnessSeries(points: readonly FitnessPoint[], width: number): FitnessSeries {
  return { points: thinned(points, width), best: improvements(points) };
}

function thinned(points: readonly FitnessPoint[], width: number): FitnessPoint[] {
  if (points.length <= 2 * width) return [...points];
  const first = points[0]?.evaluation ?? 0;
  const span = (points.at(-1)?.evaluation ?? 0) - first;
  const pixels = new Map<number, { lowest: FitnessPoint; highest: FitnessPoint }>();
  for (const point of points) {
    const pixel = Math.min(width - 1, Math.floor(((point.evaluation - first) / span) * width));
    const seen = pixels.get(pixel) ?? { lowest: point, highest: point };
    if (point.fitness < seen.lowest.fitness) seen.lowest = point;
    if (point.fitness > seen.highest.fitness) seen.highest = point;
    pixels.set(pixel, seen);
  }
  return [...pixels.values()].flatMap(({ lowest, highest }) => inOrder(lowest, highest));
}

function inOrder(one: FitnessPoint, other: FitnessPoint): FitnessPoint[] {
  if (one === other) return [one];
  return one.evaluation < other.evaluation ? [one, other] : [other, one];
}

function improvements(points: readonly FitnessPoint[]): { evaluation: number; fitness: number }[] {
  const best: { evaluation: number; fitness: number }[] = [];
  for (const { evaluation, fitness } of points) {
    if (fitness < (best.at(-1)?.fitness ?? Number.POSITIVE_INFINITY)) best.push({ evaluation, fitness });
  }
  return best;
}
