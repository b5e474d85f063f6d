import type { ChartPoint } from "../../src/protocol/runner.ts";
import { percent, shortFitness } from "../../src/protocol/text/numbers.ts";
import { objectiveNames, objectiveWords } from "../../src/protocol/text/objectives.ts";
import type { ComparisonPace } from "../../src/protocol/webview.ts";
import { basename, elided, grouped, originText } from "./candidate-words.ts";
import { bestSoFar } from "./chart-data.ts";
import { type ComparedSearch, type Comparison, unitOf } from "./compare.ts";
import { evaluationAxis } from "./evaluation-axis.ts";
import { rangeOfAll } from "./fitness-range.ts";
import type { Axis, Mark, PlotModel, Reference, Series, Tip } from "./plot.ts";
import type { SearchModel } from "./search-model.ts";
import { evaluationText, searchMark, tickText } from "./wording.ts";

/** An improvement of one of the compared searches. */
export interface ComparedPoint {
  readonly search: ComparedSearch;
  readonly point: ChartPoint;
}

/** Best-so-far of several searches on one axis, or as multiples of their uniform models where one axis would mislead. */
export function comparePlot(comparison: Comparison, pace: ComparisonPace): PlotModel<ComparedPoint> {
  const series = comparison.searches.flatMap((search) => seriesOf(comparison, search, pace));
  const { low, high, logarithmic } = rangeOfAll(series.flatMap(({ marks }) => marks.map(({ y }) => y)));
  return {
    series,
    references: endsOf(comparison),
    x: paceAxis(comparison, pace),
    y: { title: axisTitle(comparison), min: low, max: high, isLogarithmic: logarithmic, format: tickText },
  };
}

/** Where an improvement is drawn; undefined when it has no place. */
export function comparedMark(comparison: Comparison, { search, point }: ComparedPoint, pace: ComparisonPace) {
  const unit = unitOf(comparison, search.model);
  if (unit === undefined || point.fitness === null) return undefined;
  const x = pace === "evaluation" ? point.evaluation : (100 * point.evaluation) / lengthOf(search.model);
  return { x, y: point.fitness / unit, of: { search, point } } satisfies Mark<ComparedPoint>;
}

/** A search in few words: what the legend and the tip call it. */
export function searchName({ id, detail }: SearchModel): string {
  const { model, method, target } = detail.summary;
  return `${elided(basename(model))}, ${method} at ${percent(target)} (${searchMark(id)})`;
}

export function comparedTip({ search, point }: ComparedPoint): Tip {
  const { summary } = search.model.detail;
  const { uniformFitness } = summary;
  const { candidate, fitness, operator, author } = point;
  return {
    title: searchName(search.model),
    colour: search.colour,
    rows: [
      [objectiveNames[summary.objective], shortFitness(fitness)],
      ...(uniformFitness && fitness !== null ? [["Of uniform", percent(fitness / uniformFitness)] as const] : []),
      ["Evaluation", evaluationText(point)],
      ["Candidate", String(candidate)],
      ["Made by", originText(operator, author)],
    ],
  };
}

/** An improvement as one sentence, for those who hear the chart. */
export function comparedSentence({ search, point }: ComparedPoint): string {
  const { fitness, candidate } = point;
  return `${searchName(search.model)}: ${shortFitness(fitness)} from evaluation ${evaluationText(point)}, candidate ${candidate}.`;
}

function seriesOf(comparison: Comparison, search: ComparedSearch, pace: ComparisonPace): Series<ComparedPoint>[] {
  const marks = bestSoFar(search.model)
    .map((point) => comparedMark(comparison, { search, point }, pace))
    .filter((mark) => mark !== undefined);
  const style = { kind: "line", colour: search.colour, width: 2, isStepped: true, hasDots: false } as const;
  return marks.length > 0 ? [{ marks, style: { ...style, dash: search.dash }, isPickable: true }] : [];
}

/** Each line has its search's id and newest value at its end. */
function endsOf(comparison: Comparison): Reference[] {
  return comparison.searches.flatMap(({ model, colour }) => {
    const [unit, best] = [unitOf(comparison, model), model.best.at(-1)?.fitness ?? undefined];
    if (unit === undefined || best === undefined) return [];
    return [{ value: best / unit, name: searchMark(model.id), text: shortFitness(best / unit), colour }];
  });
}

function paceAxis({ searches }: Comparison, pace: ComparisonPace): Axis {
  if (pace === "share") return { title: "Share of the search", min: 0, max: 100, format: (value) => `${value} %` };
  const newest = Math.max(...searches.map(({ model }) => model.points.at(-1)?.evaluation ?? 0));
  const expected = Math.max(...searches.map(({ model }) => model.detail.summary.expectedEvaluations));
  return { title: "Evaluation", min: 0, max: evaluationAxis(newest, expected), format: grouped, isWhole: true };
}

function axisTitle({ searches, differences }: Comparison): string {
  const [first] = searches;
  return differences.length > 0 || !first
    ? "Best / uniform"
    : `Best ${objectiveWords[first.model.detail.summary.objective]}`;
}

/** Evaluations that the search has, or will have had at its end. */
function lengthOf({ detail, points }: SearchModel): number {
  const { state, expectedEvaluations } = detail.summary;
  const newest = points.at(-1)?.evaluation ?? 0;
  return state === "finished" ? newest : Math.max(newest, expectedEvaluations);
}
