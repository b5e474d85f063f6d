import * as z from "zod";
import { type RateVector, roundRate } from "../../pruning/rates.ts";

const Rate = z.number().min(0).max(1).transform(roundRate);
const Layers = z.array(z.object({ rate: z.object({ attention: Rate, mlp: Rate }) })).min(1);
const Plan = z.object({ layers: Layers }).transform(({ layers }) => layers.map(({ rate }) => rate));

/** The rates of a plan or a table as rate files are exported; undefined for any other text. */
export function ratesOfExport(text: string): RateVector | undefined {
  return ratesOfPlan(text) ?? ratesOfTable(text);
}

function ratesOfPlan(text: string): RateVector | undefined {
  if (!text.trimStart().startsWith("{")) return undefined;
  try {
    return Plan.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function ratesOfTable(text: string): RateVector | undefined {
  const [head = [], ...rows] = text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(",").map((cell) => cell.trim()));
  const [attention, mlp] = [head.indexOf("attention"), head.indexOf("mlp")];
  if (attention < 0 || mlp < 0) return undefined;
  const numberIn = (row: readonly string[], column: number) => Number(row[column] || Number.NaN);
  const layers = rows.map((row) => ({ rate: { attention: numberIn(row, attention), mlp: numberIn(row, mlp) } }));
  return Plan.safeParse({ layers }).data;
}
