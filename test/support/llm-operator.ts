import { type Random, seededRandom } from "../../src/base/random.ts";
import { projectOntoMean } from "../../src/pruning/projection.ts";

/** What the prompts of src/llm/prompts.ts ask for, read back from their text. */
export interface Question {
  readonly layers: number;
  readonly target: number;
  readonly count: number;
  readonly population: readonly { readonly id: number; readonly rates: readonly number[] }[];
}

export interface Individual {
  readonly parents?: readonly number[];
  readonly rates: readonly number[];
}

/** Reads a prompt; throws when it lacks a part, so that a prompt that lost one fails the tests. */
export function questionOf(prompt: string): Question {
  const rows = [...prompt.matchAll(/^id (\d+), fitness [\d.e+-]+: \[([^\]]*)\]$/gm)];
  return {
    layers: numberIn(prompt, /has (\d+) transformer layers/),
    target: numberIn(prompt, /mean must equal (\d\.\d+)/),
    count: numberIn(prompt, /[Ww]rite (\d+) /),
    population: rows.map(([, id, rates = ""]) => ({ id: Number(id), rates: rates.split(",").map(Number) })),
  };
}

/**
 * Vectors as a well-behaved LLM would write them: right length and mean, children near their parents. The same prompt
 * always has the same answer, so that a resumed search is told the same.
 */
export function individualsFor(prompt: string): Individual[] {
  const question = questionOf(prompt);
  const random = seededRandom(hashOf(prompt));
  return Array.from({ length: question.count }, () => individual(question, random));
}

function individual({ layers, target, population }: Question, random: Random): Individual {
  const mother = pick(population, random);
  const father = pick(population, random);
  const noise = mother ? 0.05 : 0.2;
  const rates = Array.from({ length: layers }, (_, layer) => {
    const parent = random.next() < 0.5 ? mother : father;
    return (parent?.rates[layer] ?? target) + noise * random.normal();
  });
  const onTarget = projectOntoMean(rates, Array(layers).fill(1), target).map((rate) => Number(rate.toFixed(4)));
  return mother && father ? { parents: [mother.id, father.id], rates: onTarget } : { rates: onTarget };
}

/** One of the better half: the population comes best first. */
function pick(population: Question["population"], random: Random): Question["population"][number] | undefined {
  return population[random.integer(Math.ceil(population.length / 2))];
}

function numberIn(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`the prompt has nothing like ${pattern}`);
  return Number(found);
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
