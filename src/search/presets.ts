import type { SearchSpecInput } from "./spec.ts";

interface Preset {
  /** For lists to choose from, one sentence. */
  readonly description: string;
  readonly settings: Pick<SearchSpecInput, "objective" | "evolution">;
}

/** Named settings that a specification starts from. */
export const presets = {
  paper: {
    description: "The paper's procedure and sizes, nothing added: perplexity, 430 evaluations.",
    settings: {
      objective: "perplexity",
      evolution: { population: 30, mutations: 10, crossovers: 10, generations: 20, race: false, overlap: false },
    },
  },
  fast: {
    description:
      "Reaches the same rates sooner: KL divergence tells more per token, racing saves windows, overlap saves waits.",
    settings: {
      objective: "kl",
      evolution: { population: 16, mutations: 8, crossovers: 8, generations: 20, race: true, overlap: true },
    },
  },
} as const satisfies Record<string, Preset>;

export type PresetName = keyof typeof presets;

/** The names of all presets, the default first. */
export const presetNames = Object.keys(presets) as [PresetName, ...PresetName[]];
