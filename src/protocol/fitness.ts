import type { Fitness } from "./runner.ts";

/**
 * A fitness as it travels. Searches carry the largest number there is for a fitness that is not finite, and JSON has null
 * for an infinite mean; both become null.
 */
export function wireFitness(value: number | null): Fitness {
  return value === null || value >= Number.MAX_VALUE ? null : value;
}
