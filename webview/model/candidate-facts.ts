import { cardText } from "../../src/protocol/text/card-text.ts";
import { fitnessText } from "../../src/protocol/text/numbers.ts";
import { objectiveNames } from "../../src/protocol/text/objectives.ts";
import { removedParameters } from "../../src/pruning/plan.ts";
import { prunableParameters } from "../../src/pruning/shape.ts";
import type { ShownCandidate } from "./candidate-shown.ts";
import { grouped, originText, ratePercent } from "./candidate-words.ts";
import type { SearchModel } from "./search-model.ts";

/** What is told of a candidate, each under its name. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  /** Smaller, below the value. */
  readonly note?: string;
}

/** What a candidate is, what it keeps and how it was measured. */
export function candidateFacts({ detail }: SearchModel, shown: ShownCandidate): readonly Fact[] {
  const { candidate, fitness, rank } = shown;
  const { card, shape, summary } = detail;
  const note = card ? `${card.metric} on ${cardText(card)}` : "";
  return [
    { name: objectiveNames[summary.objective], value: measured(fitness), note },
    { name: "Rank", value: rank === undefined ? "not among the best" : grouped(rank) },
    {
      name: "Made by",
      value: originText(candidate.operator, candidate.author),
      note: `generation ${candidate.generation}`,
    },
    { name: "Repair", ...repairOf(candidate) },
    ...planFacts(shape, candidate),
  ];
}

function measured(fitness: ShownCandidate["fitness"]): string {
  return fitness === undefined ? "not measured on all windows" : fitnessText(fitness);
}

function repairOf({ author, repair }: ShownCandidate["candidate"]): { value: string; note?: string } {
  if (repair > 0)
    return { value: `${(repair * 100).toFixed(2)} points`, note: "root mean square distance from what was written" };
  return { value: "none", ...(author === "llm" && { note: "its vector met the target as it was written" }) };
}

function planFacts(shape: SearchModel["detail"]["shape"], { plan }: ShownCandidate["candidate"]): readonly Fact[] {
  const [removed, all] = [removedParameters(shape, plan), prunableParameters(shape)];
  const dropped = plan.filter(({ groups, neurons }) => groups === 0 && neurons === 0).length;
  return [
    { name: "Parameters removed", value: grouped(removed), note: `${ratePercent(removed / all)} of ${grouped(all)}` },
    { name: "KV groups kept", value: `${grouped(sum(plan, "groups"))} of ${grouped(sum(shape.layers, "groups"))}` },
    {
      name: "Neurons kept",
      value: `${grouped(sum(plan, "neurons"))} of ${grouped(sum(shape.layers, "neurons"))}`,
      ...(dropped > 0 && { note: `${dropped} of ${plan.length} blocks dropped` }),
    },
  ];
}

function sum<K extends "groups" | "neurons">(layers: readonly Readonly<Record<K, number>>[], what: K): number {
  return layers.reduce((total, layer) => total + layer[what], 0);
}
