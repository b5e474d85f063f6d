import type { ChartPoint } from "../../src/protocol/runner.ts";
import { shortFitness } from "../../src/protocol/text/numbers.ts";
import { objectiveWords } from "../../src/protocol/text/objectives.ts";
import { grouped } from "../model/candidate-words.ts";
import { FitnessData } from "../model/chart-data.ts";
import { fitnessPlot, markOf, pointTip } from "../model/fitness-plot.ts";
import { beyondText } from "../model/fitness-range.ts";
import { fitnessTable } from "../model/fitness-table.ts";
import { fitnessLegend } from "../model/legend.ts";
import type { SearchModel } from "../model/search-model.ts";
import { pointSentence } from "../model/wording.ts";
import type { View } from "../store/view.ts";
import { CandidateChart } from "./chart/candidate-chart.ts";
import { element, setText } from "./dom.ts";
import type { SectionFactory } from "./section.ts";

/** Every evaluation of a search, and the best so far. */
export const fitnessChart: SectionFactory = (actions) => {
  const beyond = element("p", { class: "note" });
  return new CandidateChart<ChartPoint, Shown>(
    {
      name: "fitness",
      title: "Fitness by evaluation",
      below: [beyond],
      shownOf,
      versionOf: ({ model }) => model.version,
      searches: ({ model }) => [model],
      table: ({ model }) => fitnessTable(model),
      refOf: ({ candidate }, { model }) => ({ search: model.id, candidate }),
      find: ({ search, candidate }, { model, data }) => (search === model.id ? data.pointOf(candidate) : undefined),
      next: (at, by, { data }) => data.neighbour(at?.candidate, by),
      mark: (point, { data }) => markOf(point, data.range()),
      tip: (point, { model }) => pointTip(point, model.detail.summary),
      sentence: (point, { model }) => pointSentence(point, model.detail.summary.objective),
      legend: ({ data }) => fitnessLegend(data.series()),
      draw: (plot, { model, data }) => {
        data.update();
        plot.show(fitnessPlot(data, model), labelOf(model));
        setText(beyond, beyondText(data.range(), model.detail.summary.objective));
      },
    },
    actions,
  );
};

/** The search that is drawn, and what is drawn of it. */
interface Shown {
  readonly model: SearchModel;
  readonly data: FitnessData;
}

function shownOf({ searches: [model] }: View, before: Shown | undefined): Shown | undefined {
  if (!model || before?.model === model) return before;
  return { model, data: new FitnessData(model) };
}

function labelOf({ detail, points }: SearchModel): string {
  const { objective, bestFitness } = detail.summary;
  const best = `best ${objectiveWords[objective]} ${shortFitness(bestFitness)}`;
  return `${grouped(points.length)} evaluations, ${best}. Arrow keys move between evaluations, Enter selects one.`;
}
