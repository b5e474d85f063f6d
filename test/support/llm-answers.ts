import { type Individual, individualsFor } from "./llm-operator.ts";

/** Answers that arrive whole, but are wrong in themselves. */
export type Mistake = "good" | "prose" | "wrong-length" | "wrong-mean" | "duplicates" | "not-a-number" | "endless";

const PROSE =
  "Pruning is a delicate matter. I would cut the middle layers more than the first and the last ones, because they " +
  "are known to carry less. Let me know whether you would like me to write the numbers down!";

/** The text of an answer to `prompt`. */
export function answerTo(prompt: string, mistake: Mistake, json: boolean): string {
  if (mistake === "prose") return PROSE;
  const individuals = individualsFor(prompt);
  if (mistake === "endless") return endless(written(individuals, json));
  if (mistake === "not-a-number") return written(individuals, json).replaceAll(/0\.\d+(?=\])/g, "NaN");
  return written(
    individuals.map((individual) => spoilt(individual, individuals, mistake)),
    json,
  );
}

function spoilt(individual: Individual, all: readonly Individual[], mistake: Mistake): Individual {
  switch (mistake) {
    case "wrong-length":
      return { ...individual, rates: individual.rates.slice(1) };
    case "wrong-mean":
      return { ...individual, rates: individual.rates.map((rate) => rate * 0.7) };
    case "duplicates":
      return all[0] ?? individual;
    default:
      return individual;
  }
}

function written(individuals: readonly Individual[], json: boolean): string {
  if (json) return JSON.stringify({ individuals });
  return individuals.map(({ rates }) => `[${rates.join(", ")}]`).join("\n");
}

/** Ten million characters of vectors. */
function endless(text: string): string {
  return text.repeat(Math.ceil(1e7 / text.length));
}
