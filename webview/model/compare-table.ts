import { duration, fitnessText, percent, shortFitness } from "../../src/protocol/text/numbers.ts";
import { objectiveNames } from "../../src/protocol/text/objectives.ts";
import { basename } from "./candidate-words.ts";
import { bestSoFar } from "./chart-data.ts";
import type { ComparedSearch } from "./compare.ts";
import type { ComparedPoint } from "./compare-plot.ts";
import type { SearchModel } from "./search-model.ts";
import type { Column, TableData } from "./table.ts";
import { evaluationText, searchMark, signedPercent, stateNames } from "./wording.ts";

const summaryOf = ({ detail }: SearchModel) => detail.summary;

/** What compared searches have come to: one row each. */
export const resultColumns: readonly [Column<SearchModel>, ...Column<SearchModel>[]] = [
  // By what the chart calls it; whoever takes the numbers elsewhere gets the whole id.
  { title: "Search", name: "search", value: ({ id }) => id, text: ({ id }) => searchMark(id) },
  { title: "Model", name: "model", value: (search) => basename(summaryOf(search).model) },
  { title: "Method", name: "method", value: (search) => summaryOf(search).method },
  {
    title: "Target",
    name: "target",
    value: (search) => summaryOf(search).target,
    text: (search) => percent(summaryOf(search).target),
  },
  {
    title: "Objective",
    name: "objective",
    value: (search) => summaryOf(search).objective,
    text: (search) => objectiveNames[summaryOf(search).objective],
  },
  {
    title: "State",
    name: "state",
    value: (search) => summaryOf(search).state,
    text: (search) => stateNames[summaryOf(search).state],
  },
  {
    title: "Evaluations",
    name: "evaluations",
    value: (search) => summaryOf(search).evaluations,
    text: (search) => evaluationText({ evaluation: summaryOf(search).evaluations }),
  },
  fitnessColumn("Best", "best_fitness", (search) => summaryOf(search).bestFitness),
  {
    title: "Against uniform",
    name: "against_uniform",
    value: againstUniform,
    text: (search) => {
      const against = againstUniform(search);
      return against === undefined ? "–" : signedPercent(against);
    },
  },
  fitnessColumn("Uniform", "uniform_fitness", (search) => summaryOf(search).uniformFitness),
  fitnessColumn("Dense", "dense_fitness", (search) => summaryOf(search).denseFitness),
  fitnessColumn("Test perplexity", "test_perplexity", ({ detail }) => detail.report?.test?.best.perplexity),
  {
    title: "Elapsed",
    name: "elapsed_seconds",
    value: (search) => summaryOf(search).elapsed,
    text: (search) => duration(summaryOf(search).elapsed),
  },
];

export function resultsTable(searches: readonly SearchModel[]): TableData<SearchModel> {
  return {
    caption: "Results of the compared searches",
    columns: resultColumns,
    rows: searches,
    searchOf: ({ id }) => id,
  };
}

/** The numbers behind the lines of a comparison: every improvement of every search. */
export function comparisonTable(searches: readonly ComparedSearch[]): TableData<ComparedPoint> {
  return {
    caption: "Improvements of the compared searches",
    columns: [
      { title: "Candidate", name: "candidate", value: ({ point }) => point.candidate },
      { title: "Search", name: "search_id", value: ({ search }) => search.model.id },
      {
        title: "Evaluation",
        name: "evaluation",
        value: ({ point }) => point.evaluation,
        text: ({ point }) => evaluationText(point),
      },
      {
        title: "Best fitness",
        name: "best_fitness",
        value: ({ point }) => point.fitness,
        text: ({ point }) => fitnessText(point.fitness),
      },
    ],
    rows: searches.flatMap((search) => bestSoFar(search.model).map((point) => ({ search, point }))),
    candidateOf: ({ search, point }) => ({ search: search.model.id, candidate: point.candidate }),
    searchOf: ({ search }) => search.model.id,
  };
}

function fitnessColumn(
  title: string,
  name: string,
  value: (search: SearchModel) => number | undefined,
): Column<SearchModel> {
  return { title, name, value, text: (search) => shortFitness(value(search)) };
}

function againstUniform(search: SearchModel): number | undefined {
  const { bestFitness, uniformFitness } = summaryOf(search);
  return bestFitness === undefined || !uniformFitness ? undefined : bestFitness / uniformFitness - 1;
}
