import type { SearchSpecInput } from "./spec.ts";

type Preset = Pick<SearchSpecInput, "objective" | "evolution">;

/** Named settings that a specification starts from. */
export const presets = {
  /** The paper's procedure and sizes, nothing added. */
  paper: {
    objective: "perplexity",
    evolution: { population: 30, mutations: 10, crossovers: 10, generations: 20, race: false, overlap: false },
  },
  /** What reaches the same rates sooner: KL divergence tells more per token, racing saves windows, overlap saves waits. */
  fast: {
    objective: "kl",
    evolution: { population: 16, mutations: 8, crossovers: 8, generations: 20, race: true, overlap: true },
  },
} as const satisfies Record<string, Preset>;

export type PresetName = keyof typeof presets;

/** A specification with a preset under it: what the specification says itself wins. */
export function withPreset(name: PresetName, spec: SearchSpecInput): SearchSpecInput {
  const preset = presets[name];
  return { ...preset, ...spec, evolution: { ...preset.evolution, ...spec.evolution } };
}
