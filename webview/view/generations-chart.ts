import type { GenerationRow } from "../../src/protocol/runner.ts";
import { shortFitness } from "../../src/protocol/text/numbers.ts";
import { objectiveWords } from "../../src/protocol/text/objectives.ts";
import { generationMark, generationSentence, generationsPlot, generationTip } from "../model/generations-plot.ts";
import { generationsTable } from "../model/generations-table.ts";
import { generationsLegend } from "../model/legend.ts";
import { neighbour } from "../model/plot.ts";
import type { SearchModel } from "../model/search-model.ts";
import { CandidateChart } from "./chart/candidate-chart.ts";
import type { SectionFactory } from "./section.ts";

/** Best and mean fitness of each generation's survivors. */
export const generationsChart: SectionFactory = (actions) =>
  new CandidateChart<GenerationRow, SearchModel>(
    {
      name: "generations",
      title: "Generations",
      shownOf: ({ searches: [model] }, before) => model ?? before,
      versionOf: ({ version }) => version,
      searches: (model) => [model],
      table: generationsTable,
      refOf: ({ best }, { id }) => ({ search: id, candidate: best }),
      find: ({ search, candidate }, model, at) => (search === model.id ? rowOf(model, candidate, at) : undefined),
      next: (at, by, { generations }) => neighbour(generations, at, by),
      mark: generationMark,
      tip: generationTip,
      sentence: generationSentence,
      legend: () => generationsLegend,
      draw: (plot, model) => plot.show(generationsPlot(model), labelOf(model)),
    },
    actions,
  );

/** Several generations can have the same best: the one that is pointed at, else where it came up. */
function rowOf({ generations }: SearchModel, candidate: number, at: GenerationRow | undefined) {
  return at?.best === candidate ? at : generations.find(({ best }) => best === candidate);
}

function labelOf({ generations, detail }: SearchModel): string {
  const { objective } = detail.summary;
  const best = generations.at(-1)?.bestFitness;
  return `Best and mean ${objectiveWords[objective]} of ${generations.length} generations, now ${shortFitness(best)}. Arrow keys move between generations, Enter selects the best candidate.`;
}
