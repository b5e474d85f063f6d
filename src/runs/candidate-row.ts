import type { SQLOutputValue } from "node:sqlite";
import type { Plan } from "../pruning/plan.ts";
import type { RateVector } from "../pruning/rates.ts";
import type { Author, Candidate, Operator } from "../search/candidate.ts";

/** Rates as the database has them: a JSON list of [attention, mlp]. */
export function ratesText(rates: RateVector): string {
  return JSON.stringify(rates.map(({ attention, mlp }) => [attention, mlp]));
}

/** A candidate from its row. */
export function candidateOf(row: Readonly<Record<string, SQLOutputValue>>): Candidate {
  return {
    id: Number(row["id"]),
    generation: Number(row["generation"]),
    operator: row["operator"] as Operator,
    author: row["author"] as Author,
    parents: JSON.parse(String(row["parents"])) as number[],
    ...(row["request"] === null ? {} : { request: Number(row["request"]) }),
    rates: ratesOf(String(row["rates"])),
    plan: planOf(String(row["plan"])),
    repair: Number(row["repair"]),
  };
}

/** The rates that {@link ratesText} wrote. */
export function ratesOf(text: string): RateVector {
  const pairs = JSON.parse(text) as [number, number][];
  return pairs.map(([attention, mlp]) => ({ attention, mlp }));
}

/** The plan that `planKey` wrote. */
function planOf(key: string): Plan {
  return key.split("-").map((layer) => {
    const [groups, neurons] = layer.split(".");
    return { groups: Number(groups), neurons: Number(neurons) };
  });
}
