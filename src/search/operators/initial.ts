import type { Random } from "../../base/random.ts";

/** Waves of a profile: enough for a slope, a hump in the middle and a finer structure. */
const WAVES = 4;

/**
 * A random profile of rates about the target: low waves along the depth, since neighbouring layers of a transformer
 * bear pruning alike, and noise of each layer's own. Strength and the share of noise are drawn too, so that a population
 * of these reaches from nearly uniform to steep.
 */
export function randomProfile(layers: number, target: number, random: Random): number[] {
  const strength = 0.8 * random.next() * Math.min(target, 1 - target);
  const noise = random.next();
  const waves = Array.from({ length: WAVES }, (_, index) => random.normal() / (index + 1));
  return Array.from({ length: layers }, (_, layer) => {
    const depth = (layer + 0.5) / layers;
    const wave = waves.reduce((sum, height, index) => sum + height * Math.cos(Math.PI * (index + 1) * depth), 0);
    return target + strength * ((1 - noise) * wave + noise * random.normal());
  });
}
