import type { Fitness, GenerationRow, ScoredCandidate } from "../../src/protocol/runner.ts";
import { fitnessText, shortFitness } from "../../src/protocol/text/numbers.ts";
import type { LayerPart } from "../../src/protocol/webview.ts";
import type { Plan } from "../../src/pruning/plan.ts";
import type { RateVector } from "../../src/pruning/rates.ts";
import type { LayerValues, ShownRates } from "./candidate-rates.ts";
import { countOf, originText, partNames, ratePercent } from "./candidate-words.ts";
import type { SearchModel } from "./search-model.ts";

/** A row of a heatmap: one rate vector. */
export interface HeatRow {
  /** Finds the row again when the rows change: the candidate, or the generation. */
  readonly key: number;
  readonly candidate: number;
  /** Beside the row. */
  readonly label: string;
  /** Who the row is, in words. */
  readonly heading: string;
  readonly fitness: Fitness;
  readonly values: LayerValues;
  /** Worked out when somebody asks: that of a large model takes a millisecond. */
  plan(): Plan;
}

/** What a heatmap shows: rows × layers, each value a fraction that is removed. */
export interface Heat {
  readonly rows: readonly HeatRow[];
  readonly layers: number;
  readonly part: LayerPart;
  /** The value at the strong end of the colour scale. */
  readonly ceiling: number;
}

/** Ends of a colour scale that are easy to read off. */
const CEILINGS = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1];

/** The best candidates, best first. */
export function populationRows(model: SearchModel, shown: ShownRates, part: LayerPart, limit: number): HeatRow[] {
  return model.top.slice(0, limit).map((scored, index) => candidateRow(scored, index, shown, part));
}

/** Rates, with their plan where it is known. */
interface Vector {
  readonly rates: RateVector;
  readonly plan?: Plan;
}

/** The best candidate at the end of every generation, first generation first. */
export function generationRows(model: SearchModel, shown: ShownRates, part: LayerPart): HeatRow[] {
  // One vector for all generations that a candidate stayed the best, so that it is worked out once.
  const known = new Map<number, Vector>(model.top.map(({ candidate }) => [candidate.id, candidate]));
  return model.generations.map((row) => {
    const { rates, plan }: Vector = known.get(row.best) ?? row;
    if (!plan) known.set(row.best, { rates });
    return generationRow(row, shown.values(rates, part, plan), () => plan ?? shown.planOf(rates));
  });
}

/** Where the colour scale of these rows ends. Both heatmaps of a search share it, so that their colours compare. */
export function ceilingOf(...rows: readonly (readonly HeatRow[])[]): number {
  let most = 0;
  for (const { values } of rows.flat()) for (const value of values) most = Math.max(most, value);
  return CEILINGS.find((ceiling) => most <= ceiling + 1e-9) ?? 1;
}

/** Whether two heatmaps look the same. */
export function sameHeat(one: Heat | undefined, other: Heat): boolean {
  if (one?.ceiling !== other.ceiling || one.rows.length !== other.rows.length) return false;
  return one.rows.every((row, index) => sameRow(row, other.rows[index]));
}

/** What one cell says, in full: for tooltips and screen readers. */
export function cellLines(
  heat: Heat,
  row: HeatRow,
  layer: number,
): readonly [heading: string, value: string, kept: string] {
  const value = row.values[layer] ?? 0;
  const kept = row.plan()[layer];
  return [
    row.heading,
    `Layer ${layer}: ${ratePercent(value)} of the ${partNames[heat.part]} removed`,
    kept ? `keeps ${countOf(kept.groups, "KV group")} and ${countOf(kept.neurons, "neuron")}` : "",
  ];
}

function candidateRow(
  { candidate, fitness }: ScoredCandidate,
  index: number,
  shown: ShownRates,
  part: LayerPart,
): HeatRow {
  const { id, operator, author, rates, plan } = candidate;
  return {
    key: id,
    candidate: id,
    label: shortFitness(fitness),
    heading: `Rank ${index + 1}: candidate ${id}, ${originText(operator, author)}, fitness ${fitnessText(fitness)}`,
    fitness,
    values: shown.values(rates, part, plan),
    plan: () => plan,
  };
}

function generationRow(
  { generation, best, bestFitness }: GenerationRow,
  values: LayerValues,
  plan: () => Plan,
): HeatRow {
  return {
    key: generation,
    candidate: best,
    label: String(generation),
    heading: `Generation ${generation}: best is candidate ${best}, fitness ${fitnessText(bestFitness)}`,
    fitness: bestFitness,
    values,
    plan,
  };
}

function sameRow(one: HeatRow, other: HeatRow | undefined): boolean {
  return one.values === other?.values && one.key === other.key && one.label === other.label;
}
