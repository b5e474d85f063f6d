import type { Fitness, GenerationRow } from "../../src/protocol/runner.ts";
import { shortFitness } from "../../src/protocol/text/numbers.ts";
import { objectiveNames } from "../../src/protocol/text/objectives.ts";
import { grouped } from "./candidate-words.ts";
import { evaluationAxis } from "./evaluation-axis.ts";
import { rangeOfAll } from "./fitness-range.ts";
import type { ColourName, Mark, PlotModel, Series, Tip } from "./plot.ts";
import type { SearchModel } from "./search-model.ts";
import { evaluationText, tickText } from "./wording.ts";

/** Best and mean fitness of the survivors of each generation. */
export function generationsPlot({ generations, detail }: SearchModel): PlotModel<GenerationRow> {
  const { objective, generations: planned } = detail.summary;
  const best = marksOf(generations, ({ bestFitness }) => bestFitness);
  const mean = marksOf(generations, ({ meanFitness }) => meanFitness);
  const { low, high, logarithmic } = rangeOfAll([...best, ...mean].map(({ y }) => y));
  const last = generations.at(-1)?.generation ?? 0;
  return {
    series: [lineOf(mean, "--mean", [4, 3]), lineOf(best, "--best")],
    references: [],
    x: {
      title: "Generation",
      min: 0,
      max: evaluationAxis(last, planned),
      format: grouped,
      isWhole: true,
    },
    y: { title: objectiveNames[objective], min: low, max: high, isLogarithmic: logarithmic, format: tickText },
  };
}

/** Where a generation is marked: at its best. */
export function generationMark(row: GenerationRow): Mark<GenerationRow> | undefined {
  return marksOf([row], ({ bestFitness }) => bestFitness)[0];
}

/** What is said beside a generation. */
export function generationTip({
  generation,
  bestFitness,
  meanFitness,
  best,
  population,
  evaluation,
}: GenerationRow): Tip {
  return {
    title: generation === 0 ? "Initial population" : `Generation ${generation}`,
    colour: "--best",
    rows: [
      ["Best", shortFitness(bestFitness)],
      ["Mean", shortFitness(meanFitness)],
      ["Best candidate", String(best)],
      ["Population", String(population)],
      ["After evaluation", evaluationText({ evaluation })],
    ],
  };
}

/** A generation as one sentence, for those who hear the chart. */
export function generationSentence({ generation, bestFitness, meanFitness, best }: GenerationRow): string {
  return `Generation ${generation}: best ${shortFitness(bestFitness)}, mean ${shortFitness(meanFitness)}, best candidate ${best}.`;
}

/** A fitness that is not finite has no place on the axis and leaves a gap. */
function marksOf(rows: readonly GenerationRow[], fitness: (row: GenerationRow) => Fitness): Mark<GenerationRow>[] {
  return rows.flatMap((row) => {
    const y = fitness(row);
    return y === null ? [] : [{ x: row.generation, y, of: row }];
  });
}

function lineOf(
  marks: readonly Mark<GenerationRow>[],
  colour: ColourName,
  dash?: readonly number[],
): Series<GenerationRow> {
  const hasDots = marks.length <= 60;
  return {
    marks,
    style: { kind: "line", colour, width: 2, isStepped: false, hasDots, ...(dash ? { dash } : {}) },
    isPickable: true,
  };
}
