import type { Random } from "../../base/random.ts";

/** Never smaller steps than this: a converged population must still be able to move. */
const SMALLEST_STEP = 0.002;

/**
 * Moves rate between a few layers of a parent. The step follows the spread of the population, which shrinks as the
 * search converges, with a log-normal factor for the odd long jump.
 *
 * @param spread standard deviation of a layer's rate over the population
 */
export function mutate(parent: readonly number[], spread: number, random: Random): number[] {
  const child = [...parent];
  const layers = parent.length;
  const step = Math.max(SMALLEST_STEP, spread) * Math.SQRT2 * 2 ** random.normal();
  const moves = 1 + random.integer(Math.ceil(layers / 2));
  for (let move = 0; move < moves; move++) {
    const amount = step * random.normal();
    const from = random.integer(layers);
    const to = (from + 1 + random.integer(Math.max(1, layers - 1))) % layers;
    child[from] = (child[from] ?? 0) - amount;
    child[to] = (child[to] ?? 0) + amount;
  }
  return child;
}
