import type { GenerationRow } from "../../src/protocol/runner.ts";
import { shortFitness } from "../../src/protocol/text/numbers.ts";
import { objectiveWords } from "../model/candidate-words.ts";
import { generationMark, generationSentence, generationsPlot, generationTip } from "../model/generations-plot.ts";
import { generationsTable } from "../model/generations-table.ts";
import { generationsLegend } from "../model/legend.ts";
import { neighbour } from "../model/plot.ts";
import type { SearchModel } from "../model/search-model.ts";
import type { Actions, View } from "../store/view.ts";
import { CandidateChart } from "./chart/candidate-chart.ts";
import type { Section, SectionFactory } from "./section.ts";

const NAME = "generations";

/** Best and mean fitness of each generation's survivors. */
export const generationsChart: SectionFactory = (actions) => new GenerationsChart(actions);

class GenerationsChart implements Section {
  readonly #chart: CandidateChart<GenerationRow, SearchModel>;
  #model: SearchModel | undefined;
  #drawn: { readonly model: SearchModel; readonly version: number } | undefined;

  constructor(actions: Actions) {
    this.#chart = new CandidateChart(
      {
        name: NAME,
        title: "Generations",
        shown: () => this.#model,
        searches: (model) => [model],
        table: generationsTable,
        refOf: ({ best }, { id }) => ({ search: id, candidate: best }),
        find: ({ search, candidate }, model, at) => (search === model.id ? rowOf(model, candidate, at) : undefined),
        next: (at, by, { generations }) => neighbour(generations, at, by),
        mark: generationMark,
        tip: generationTip,
        sentence: generationSentence,
        legend: () => generationsLegend,
        draw: (plot, model) => {
          this.#drawn = { model, version: model.version };
          plot.show(generationsPlot(model), labelOf(model));
        },
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
    this.#model = model;
    const isNew = this.#drawn?.model !== model || this.#drawn.version !== model.version;
    this.#chart.update(view, isNew && !view.tables.has(NAME));
  }

  dispose(): void {
    this.#chart.dispose();
  }
}

/** Several generations can have the same best: the one that is pointed at, else where it came up. */
function rowOf({ generations }: SearchModel, candidate: number, at: GenerationRow | undefined) {
  return at?.best === candidate ? at : generations.find(({ best }) => best === candidate);
}

function labelOf({ generations, detail }: SearchModel): string {
  const { objective } = detail.summary;
  const best = generations.at(-1)?.bestFitness;
  return `Best and mean ${objectiveWords[objective]} of ${generations.length} generations, now ${shortFitness(best)}. Arrow keys move between generations, Enter selects the best candidate.`;
}
