import { shortFitness } from "../../src/protocol/text/numbers.ts";
import type { LayerPart } from "../../src/protocol/webview.ts";
import { uniformRates } from "../../src/pruning/rates.ts";
import type { ShownRates } from "./candidate-rates.ts";
import type { ShownCandidate } from "./candidate-shown.ts";
import { countOf, partNames, ratePercent } from "./candidate-words.ts";
import type { ColourName } from "./plot.ts";
import type { SearchModel } from "./search-model.ts";

/** Bars of one kind, one for each layer. */
interface BarSeries {
  readonly part: LayerPart;
  readonly values: readonly number[];
}

/** Layers from which on two bars for each would be hair lines beside each other. */
const MANY = 50;

/** Whether the two bars of a layer lie before each other, the lower one in front. */
export function isLayered({ layers, series }: Pick<CandidateBars, "layers" | "series">): boolean {
  return series.length > 1 && layers >= MANY;
}

/** Custom properties of the bars' colours. */
export const barColours: Readonly<Record<LayerPart, ColourName>> = {
  layer: "--search-1",
  attention: "--search-1",
  mlp: "--search-2",
};

/** What the bars of a candidate show. */
export interface CandidateBars {
  readonly layers: number;
  readonly ceiling: number;
  readonly target: number;
  /** Attention and MLP beside each other, or one half alone. */
  readonly series: readonly BarSeries[];
  /** The whole layer's rate, as a mark over its two bars. */
  readonly whole: readonly number[] | undefined;
  /** By how much more is removed than from another vector; less is negative. */
  readonly difference:
    | { readonly from: string; readonly values: readonly number[]; readonly reach: number }
    | undefined;
}

/** A vector that a candidate can be compared with. */
export interface Comparand {
  /** Stays the same while the search goes on. */
  readonly key: string;
  readonly name: string;
  readonly values: (part: LayerPart) => readonly number[];
}

const CEILINGS = [0.1, 0.2, 0.4, 0.6, 0.8, 1];
const REACHES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];

/** Parents first, then the uniform rates and the best candidate. */
export function comparandsOf(search: SearchModel, shown: ShownCandidate, rates: ShownRates): readonly Comparand[] {
  const { shape, spec } = search.detail;
  const uniform = uniformRates(shape.layers.length, spec.target);
  const best = search.top[0]?.candidate;
  const isBest = best === undefined || best.id === shown.candidate.id;
  return [
    ...shown.parents.map(({ candidate, fitness }) => ({
      key: `candidate ${candidate.id}`,
      name: `parent ${candidate.id} (${shortFitness(fitness)})`,
      values: (part: LayerPart) => rates.values(candidate.rates, part, candidate.plan),
    })),
    { key: "uniform", name: "uniform rates", values: (part) => rates.values(uniform, part) },
    ...(isBest
      ? []
      : [
          {
            key: "best",
            name: `the best, candidate ${best.id}`,
            values: (part: LayerPart) => rates.values(best.rates, part, best.plan),
          },
        ]),
  ];
}

/** @param other what the difference is taken from */
export function candidateBars(
  search: SearchModel,
  { candidate }: ShownCandidate,
  rates: ShownRates,
  part: LayerPart,
  other: Comparand | undefined,
): CandidateBars {
  const valuesOf = (which: LayerPart) => rates.values(candidate.rates, which, candidate.plan);
  const parts: readonly LayerPart[] = part === "layer" ? ["attention", "mlp"] : [part];
  const series = parts.map((which) => ({ part: which, values: valuesOf(which) }));
  return {
    layers: candidate.rates.length,
    ceiling: firstAbove(CEILINGS, Math.max(search.detail.spec.target, ...series.flatMap(({ values }) => values))),
    target: search.detail.spec.target,
    series,
    whole: part === "layer" ? valuesOf("layer") : undefined,
    difference: other && differenceOf(valuesOf(part), other, part),
  };
}

/** What is said of one layer: its rates, what it keeps, and how it differs. */
export function layerLines(
  bars: CandidateBars,
  plan: ShownCandidate["candidate"]["plan"],
  layer: number,
): readonly string[] {
  const { series, whole, difference } = bars;
  const kept = plan[layer];
  const halves = series.map(({ part, values }) => `${ratePercent(values[layer] ?? 0)} of the ${partNames[part]}`);
  return [
    `Layer ${layer}: ${whole ? `${ratePercent(whole[layer] ?? 0)} removed` : `${halves[0]} removed`}`,
    ...(whole ? halves : []),
    ...(kept ? [`keeps ${countOf(kept.groups, "KV group")} and ${countOf(kept.neurons, "neuron")}`] : []),
    ...(difference ? [`${pointsText(difference.values[layer] ?? 0)} than ${difference.from}`] : []),
  ];
}

/** `4.20 points more`: a difference of two percentages. */
export function pointsText(difference: number): string {
  const points = Math.abs(difference * 100).toFixed(2);
  if (Number(points) === 0) return "no more";
  return `${points} points ${difference > 0 ? "more" : "less"}`;
}

function differenceOf(own: readonly number[], other: Comparand, part: LayerPart): CandidateBars["difference"] {
  const theirs = other.values(part);
  const values = own.map((value, layer) => value - (theirs[layer] ?? 0));
  return { from: other.name, values, reach: firstAbove(REACHES, Math.max(...values.map(Math.abs))) };
}

function firstAbove(ends: readonly number[], most: number): number {
  return ends.find((end) => most <= end + 1e-9) ?? 1;
}
