import type { ChartPoint } from "../../src/protocol/runner.ts";
import { shortFitness } from "../../src/protocol/text/numbers.ts";
import { grouped, objectiveWords } from "../model/candidate-words.ts";
import { FitnessData } from "../model/chart-data.ts";
import { fitnessPlot, markOf, pointTip } from "../model/fitness-plot.ts";
import { beyondText } from "../model/fitness-range.ts";
import { fitnessTable } from "../model/fitness-table.ts";
import { fitnessLegend } from "../model/legend.ts";
import type { SearchModel } from "../model/search-model.ts";
import { pointSentence } from "../model/wording.ts";
import type { Actions, View } from "../store/view.ts";
import { CandidateChart } from "./chart/candidate-chart.ts";
import type { Plot } from "./chart/plot.ts";
import { element, setText } from "./dom.ts";
import type { Section, SectionFactory } from "./section.ts";

const NAME = "fitness";

/** Every evaluation of a search, and the best so far. */
export const fitnessChart: SectionFactory = (actions) => new FitnessChart(actions);

class FitnessChart implements Section {
  readonly #beyond = element("p", { class: "note" });
  readonly #chart: CandidateChart<ChartPoint, Shown>;
  #shown: Shown | undefined;
  #version = -1;

  constructor(actions: Actions) {
    this.#chart = new CandidateChart(
      {
        name: NAME,
        title: "Fitness by evaluation",
        below: [this.#beyond],
        shown: () => this.#shown,
        searches: ({ model }) => [model],
        table: ({ model }) => fitnessTable(model),
        refOf: ({ candidate }, { model }) => ({ search: model.id, candidate }),
        find: ({ search, candidate }, { model, data }) => (search === model.id ? data.pointOf(candidate) : undefined),
        next: (at, by, { data }) => data.neighbour(at?.candidate, by),
        mark: (point, { data }) => markOf(point, data.range()),
        tip: (point, { model }) => pointTip(point, model.detail.summary),
        sentence: (point, { model }) => pointSentence(point, model.detail.summary.objective),
        legend: ({ data }) => fitnessLegend(data.series()),
        draw: (plot, shown) => this.#draw(plot, shown),
      },
      actions,
    );
  }

  get element(): HTMLElement {
    return this.#chart.card.element;
  }

  update(view: View): void {
    const [model] = view.searches;
    if (!model) return;
    if (this.#shown?.model !== model) {
      this.#shown = { model, data: new FitnessData(model) };
      this.#version = -1;
    }
    this.#chart.update(view, model.version !== this.#version && !view.tables.has(NAME));
  }

  dispose(): void {
    this.#chart.dispose();
  }

  #draw(plot: Plot<ChartPoint>, { model, data }: Shown): void {
    this.#version = model.version;
    data.update();
    plot.show(fitnessPlot(data, model), labelOf(model));
    setText(this.#beyond, beyondText(data.range(), model.detail.summary.objective));
  }
}

/** The search that is drawn, and what is drawn of it. */
interface Shown {
  readonly model: SearchModel;
  readonly data: FitnessData;
}

function labelOf({ detail, points }: SearchModel): string {
  const { objective, bestFitness } = detail.summary;
  const best = `best ${objectiveWords[objective]} ${shortFitness(bestFitness)}`;
  return `${grouped(points.length)} evaluations, ${best}. Arrow keys move between evaluations, Enter selects one.`;
}
