import type { Fitness, ScoredCandidate } from "../../src/protocol/runner.ts";

/** Whether a fitness is strictly lower; null is worse than every number. */
export function isBetter(one: Fitness, other: Fitness): boolean {
  return one !== null && (other === null || one < other);
}

/**
 * Puts a candidate in its place of a list that is sorted best first, behind its equals, and keeps the list at `limit`.
 */
export function insertRanked(list: ScoredCandidate[], scored: ScoredCandidate, limit: number): void {
  const last = list.at(-1);
  if (list.length >= limit && last && !isBetter(scored.fitness, last.fitness)) return;
  list.splice(placeOf(list, scored.fitness), 0, scored);
  if (list.length > limit) list.pop();
}

/** First index whose fitness is worse, by bisection. */
function placeOf(list: readonly ScoredCandidate[], fitness: Fitness): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBetter(fitness, list[middle]?.fitness ?? null)) high = middle;
    else low = middle + 1;
  }
  return low;
}
