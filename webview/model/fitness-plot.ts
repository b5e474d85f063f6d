import type { ChartPoint } from "../../src/protocol/runner.ts";
import { shortFitness } from "../../src/protocol/text/numbers.ts";
import { objectiveNames } from "../../src/protocol/text/objectives.ts";
import type { Author, Operator } from "../../src/search/candidate.ts";
import { grouped, originText } from "./candidate-words.ts";
import { bestSoFar, type FitnessData } from "./chart-data.ts";
import { evaluationAxis } from "./evaluation-axis.ts";
import type { FitnessRange } from "./fitness-range.ts";
import type { ColourName, Mark, PlotModel, Reference, Series, Shape, Tip } from "./plot.ts";
import type { SearchModel } from "./search-model.ts";
import { evaluationText, signedPercent, tickText } from "./wording.ts";

/** Colours of the operators, by the stylesheet. */
export const operatorColours: Readonly<Record<Operator, ColourName>> = {
  baseline: "--operator-baseline",
  initial: "--operator-initial",
  mutation: "--operator-mutation",
  crossover: "--operator-crossover",
};

/** Shapes of the authors: what colour says is said without it, too. */
export const authorShapes: Readonly<Record<Author, Shape>> = {
  llm: "circle",
  classical: "triangle",
  method: "diamond",
};

/** The fitness chart: every evaluation, the best so far, and what the dense and the uniform model reach. */
export function fitnessPlot(data: FitnessData, model: SearchModel): PlotModel<ChartPoint> {
  const { detail, points, best } = model;
  const { summary } = detail;
  const range = data.range();
  const newest = points.at(-1)?.evaluation ?? 0;
  return {
    series: [...pointSeries(data, range, points.length), bestSeries(model, range)],
    references: referencesOf(summary, best.at(-1)?.fitness ?? undefined),
    x: {
      title: "Evaluation",
      min: 0,
      max: evaluationAxis(newest, summary.expectedEvaluations),
      format: grouped,
      isWhole: true,
    },
    y: {
      title: objectiveNames[summary.objective],
      min: range.low,
      max: range.high,
      isLogarithmic: range.logarithmic,
      format: tickText,
    },
  };
}

/** Where a point is drawn: what lies beyond the axis, at its edge. */
export function markOf(point: ChartPoint, { low, high }: FitnessRange): Mark<ChartPoint> {
  const y = Math.min(high, Math.max(low, point.fitness ?? high));
  return { x: point.evaluation, y, of: point };
}

/** What is said beside a point. */
export function pointTip(point: ChartPoint, summary: SearchModel["detail"]["summary"]): Tip {
  const { operator, author, fitness } = point;
  const { uniformFitness } = summary;
  const gain = fitness !== null && uniformFitness ? 1 - fitness / uniformFitness : undefined;
  return {
    title: `Candidate ${point.candidate}`,
    colour: operatorColours[operator],
    rows: [
      [objectiveNames[summary.objective], shortFitness(fitness)],
      ...(gain === undefined ? [] : [["Against uniform", signedPercent(-gain)] as const]),
      ["Made by", originText(operator, author)],
      ["Generation", String(point.generation)],
      ["Evaluation", evaluationText(point)],
    ],
  };
}

function pointSeries(data: FitnessData, range: FitnessRange, total: number): Series<ChartPoint>[] {
  const series = data.series();
  const radius = total > 2000 ? 2 : total > 300 ? 3 : 4;
  return series.map(({ operator, author, points }) => ({
    marks: points.map((point) => markOf(point, range)),
    style: { kind: "points", colour: operatorColours[operator], shape: authorShapes[author], radius },
    isPickable: true,
  }));
}

function bestSeries(model: SearchModel, range: FitnessRange): Series<ChartPoint> {
  return {
    marks: bestSoFar(model).map((point) => markOf(point, range)),
    style: { kind: "line", colour: "--best", width: 2, isStepped: true, hasDots: false },
    isPickable: false,
  };
}

function referencesOf(
  { denseFitness: dense, uniformFitness: uniform }: SearchModel["detail"]["summary"],
  best: number | undefined,
): Reference[] {
  return [
    ...(uniform === undefined ? [] : [reference("uniform", uniform, "--reference-uniform", [6, 4])]),
    ...(best === undefined ? [] : [{ value: best, name: "best", text: shortFitness(best), colour: "--best" } as const]),
    ...(dense === undefined ? [] : [reference("dense", dense, "--reference-dense", [2, 3])]),
  ];
}

function reference(name: string, value: number, colour: ColourName, dash: readonly number[]): Reference {
  return { value, name, text: shortFitness(value), colour, dash };
}
