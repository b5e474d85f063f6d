import type { SearchStep } from "./step-types.ts";

/** Asks for the seed of everything random. */
export const seedStep: SearchStep = {
  id: "seed",
  title: "Seed",
  topic: "seed",
  isAdvanced: true,
  applies: () => true,
  isAnswered: () => true,
  async ask(answers, ask) {
    const typed = await ask.type({
      prompt: "Seed of everything random: the same seed with the same LLM answers gives the same search.",
      value: String(answers.seed),
      remark: (text) =>
        readSeed(text) === undefined ? { kind: "error", text: "It must be a whole number from 0 on." } : undefined,
    });
    return { answers: { ...answers, seed: readSeed(typed) ?? answers.seed } };
  },
};

function readSeed(text: string): number | undefined {
  const seed = /^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(seed) ? seed : undefined;
}
