import type { Random } from "../../base/random.ts";

/**
 * Crosses two parents: a point on the line through both, more often beyond the better parent than beyond the worse
 * (heuristic crossover, Wright 1991), with a little play for each layer.
 */
export function crossOver(better: readonly number[], worse: readonly number[], random: Random): number[] {
  const along = 1.75 * random.next() - 1.25;
  return better.map((rate, layer) => rate + (along + 0.4 * random.normal()) * ((worse[layer] ?? rate) - rate));
}
