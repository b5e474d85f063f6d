import type { GenerationRow } from "../../src/protocol/runner.ts";
import { fitnessText } from "../../src/protocol/text/numbers.ts";
import type { SearchModel } from "./search-model.ts";
import type { TableData } from "./table.ts";
import { evaluationText } from "./wording.ts";

/** The numbers behind the chart of generations. */
export function generationsTable({ id, generations }: SearchModel): TableData<GenerationRow> {
  return {
    caption: `Generations of search ${id}; 0 is the initial population`,
    columns: [
      { title: "Generation", name: "generation", value: ({ generation }) => generation },
      {
        title: "Best",
        name: "best_fitness",
        value: (row) => row.bestFitness,
        text: (row) => fitnessText(row.bestFitness),
      },
      {
        title: "Mean",
        name: "mean_fitness",
        value: (row) => row.meanFitness,
        text: (row) => fitnessText(row.meanFitness),
      },
      { title: "Best candidate", name: "best", value: ({ best }) => best },
      { title: "Population", name: "population", value: ({ population }) => population },
      { title: "Evaluations", name: "evaluations", value: ({ evaluation }) => evaluation, text: evaluationText },
    ],
    rows: generations,
    candidateOf: ({ best }) => ({ search: id, candidate: best }),
  };
}
