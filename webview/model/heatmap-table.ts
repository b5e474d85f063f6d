import type { GenerationRow, ScoredCandidate } from "../../src/protocol/runner.ts";
import { fitnessText } from "../../src/protocol/text/numbers.ts";
import { objectiveNames } from "../../src/protocol/text/objectives.ts";
import type { LayerPart } from "../../src/protocol/webview.ts";
import { shownRatesOf } from "./candidate-rates.ts";
import { partNames, ratePercent } from "./candidate-words.ts";
import type { SearchModel } from "./search-model.ts";
import type { Column, TableData } from "./table.ts";
import { authorNames, operatorNames } from "./wording.ts";

/** The numbers of the heatmap of candidates. */
export function populationTable(search: SearchModel, part: LayerPart, limit: number): TableData<ScoredCandidate> {
  const { detail, top } = search;
  const shown = shownRatesOf(detail);
  const objective = detail.summary.objective;
  const rows = top.slice(0, limit);
  return {
    caption: `The ${rows.length} best candidates, best first, and what each removes of the ${partNames[part]} of every layer`,
    rows,
    columns: [
      { title: "Candidate", name: "candidate", value: ({ candidate }) => candidate.id },
      {
        title: objectiveNames[objective],
        name: objective,
        value: ({ fitness }) => fitness,
        text: ({ fitness }) => fitnessText(fitness),
      },
      {
        title: "Operator",
        name: "operator",
        value: ({ candidate }) => candidate.operator,
        text: ({ candidate }) => operatorNames[candidate.operator],
      },
      {
        title: "Author",
        name: "author",
        value: ({ candidate }) => candidate.author,
        text: ({ candidate }) => authorNames[candidate.author],
      },
      { title: "Generation", name: "generation", value: ({ candidate }) => candidate.generation },
      ...layerColumns<ScoredCandidate>(detail.shape.layers.length, part, ({ candidate }) =>
        shown.values(candidate.rates, part, candidate.plan),
      ),
    ],
    candidateOf: ({ candidate }) => ({ search: search.id, candidate: candidate.id }),
  };
}

/** The numbers of the heatmap through time. */
export function historyTable(search: SearchModel, part: LayerPart): TableData<GenerationRow> {
  const { detail, generations } = search;
  const shown = shownRatesOf(detail);
  const objective = detail.summary.objective;
  return {
    caption: `The best candidate at the end of each generation, and what it removes of the ${partNames[part]} of every layer`,
    rows: generations,
    columns: [
      { title: "Generation", name: "generation", value: ({ generation }) => generation },
      { title: "Evaluations", name: "evaluations", value: ({ evaluation }) => evaluation },
      { title: "Best candidate", name: "candidate", value: ({ best }) => best },
      {
        title: objectiveNames[objective],
        name: objective,
        value: ({ bestFitness }) => bestFitness,
        text: ({ bestFitness }) => fitnessText(bestFitness),
      },
      ...layerColumns<GenerationRow>(detail.shape.layers.length, part, ({ rates }) => shown.values(rates, part)),
    ],
    candidateOf: ({ best }) => ({ search: search.id, candidate: best }),
  };
}

function layerColumns<Row>(
  layers: number,
  part: LayerPart,
  values: (row: Row) => readonly number[],
): readonly Column<Row>[] {
  return Array.from({ length: layers }, (_, layer) => ({
    title: String(layer),
    name: `${part}_${layer}`,
    value: (row: Row) => values(row)[layer],
    text: (row: Row) => ratePercent(values(row)[layer] ?? 0),
  }));
}
