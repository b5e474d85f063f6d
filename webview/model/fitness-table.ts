import type { ChartPoint } from "../../src/protocol/runner.ts";
import { fitnessText } from "../../src/protocol/text/numbers.ts";
import { objectiveNames } from "../../src/protocol/text/objectives.ts";
import type { SearchModel } from "./search-model.ts";
import type { TableData } from "./table.ts";
import { evaluationText } from "./wording.ts";

/** The numbers behind the fitness chart. */
export function fitnessTable({ id, points, detail }: SearchModel): TableData<ChartPoint> {
  return {
    caption: `Evaluations of search ${id} in their order`,
    columns: [
      { title: "Candidate", name: "candidate", value: ({ candidate }) => candidate },
      {
        title: "Evaluation",
        name: "evaluation",
        value: ({ evaluation }) => evaluation,
        text: evaluationText,
      },
      {
        title: objectiveNames[detail.summary.objective],
        name: "fitness",
        value: ({ fitness }) => fitness,
        text: ({ fitness }) => fitnessText(fitness),
      },
      { title: "Operator", name: "operator", value: ({ operator }) => operator },
      { title: "Author", name: "author", value: ({ author }) => author },
      { title: "Generation", name: "generation", value: ({ generation }) => generation },
    ],
    rows: points,
    candidateOf: ({ candidate }) => ({ search: id, candidate }),
  };
}
