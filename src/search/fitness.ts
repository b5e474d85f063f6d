import type { SearchSpec } from "./spec.ts";

/**
 * What the search minimises, of windows of equal length: perplexity = exp(Σ loss / predicted tokens), or the mean
 * KL divergence in nats per token.
 *
 * A loss that is not finite (an overflow in half precision, an exploded perplexity) gives the worst fitness there is:
 * a number that still sorts and that JSON can carry.
 *
 * @param losses summed loss of each window in nats
 * @param targetsPerWindow predicted tokens per window
 */
export function fitnessOf(
  losses: readonly number[],
  targetsPerWindow: number,
  objective: SearchSpec["objective"],
): number {
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / (losses.length * targetsPerWindow);
  const fitness = objective === "perplexity" ? Math.exp(mean) : mean;
  return Number.isFinite(fitness) ? fitness : Number.MAX_VALUE;
}
