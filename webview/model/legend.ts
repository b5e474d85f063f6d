import { percent } from "../../src/protocol/text/numbers.ts";
import { barColours, type CandidateBars, isLayered } from "./candidate-bars.ts";
import { partNames } from "./candidate-words.ts";
import type { PointSeries } from "./chart-data.ts";
import type { ComparedSearch } from "./compare.ts";
import { searchName } from "./compare-plot.ts";
import { authorShapes, operatorColours } from "./fitness-plot.ts";
import type { ColourName, Shape } from "./plot.ts";
import { authorNames, operatorNames } from "./wording.ts";

/** What a colour, a shape or a kind of line means in a chart. */
export interface LegendEntry {
  readonly key: Shape | "square" | "line" | "dashes";
  readonly colour: ColourName;
  readonly text: string;
}

/** Of the fitness chart: those operators and authors that are in it, and no others. */
export function fitnessLegend(series: readonly PointSeries[]): readonly LegendEntry[] {
  const operators = [...new Set(series.map(({ operator }) => operator))];
  const authors = [...new Set(series.map(({ author }) => author))];
  return [
    ...operators.map((operator) => entry("square", operatorColours[operator], operatorNames[operator])),
    ...authors.map((author) => entry(authorShapes[author], "--muted", authorNames[author])),
    entry("line", "--best", "Best so far"),
  ];
}

export const generationsLegend: readonly LegendEntry[] = [
  entry("line", "--best", "Best"),
  entry("dashes", "--mean", "Mean of the population"),
];

/** Which line is which search. */
export function comparedLegend(searches: readonly ComparedSearch[]): readonly LegendEntry[] {
  return searches.map(({ model, colour, dash }) =>
    entry(dash.length > 0 ? "dashes" : "line", colour, searchName(model)),
  );
}

/** Of a candidate's bars. */
export function barsLegend(bars: CandidateBars): readonly LegendEntry[] {
  const { series, whole, target } = bars;
  const layered = isLayered(bars);
  const places = layered ? ["", ", the lower one in front"] : [" (left)", " (right)"];
  return [
    ...series.map(({ part }, index) =>
      entry("square", barColours[part], `Removed of the ${partNames[part]}${series.length > 1 ? places[index] : ""}`),
    ),
    ...(whole && !layered ? [entry("line", "--ink", "Whole layer")] : []),
    entry("dashes", "--muted", `Target ${percent(target)}`),
  ];
}

function entry(key: LegendEntry["key"], colour: ColourName, text: string): LegendEntry {
  return { key, colour, text };
}
