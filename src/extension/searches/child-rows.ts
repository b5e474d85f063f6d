import type { GenerationRow, ScoredCandidate, SearchSummary } from "../../protocol/runner.ts";
import { fitnessText, percent, shortFitness } from "../../protocol/text/numbers.ts";
import { objectiveNames, objectiveWords } from "../../protocol/text/objectives.ts";
import { escapeMarkdown, markdownTable } from "./markdown.ts";
import type { RowView } from "./row-view.ts";
import { shortToUniform, toUniform } from "./search-text.ts";

/** What hangs below a search. */
export type GroupName = "best" | "generations";

type Operator = ScoredCandidate["candidate"]["operator"];
type Author = ScoredCandidate["candidate"]["author"];

const operatorIcons: Readonly<Record<Operator, string>> = {
  baseline: "circle-outline",
  initial: "circle-filled",
  mutation: "edit",
  crossover: "git-merge",
};

const authorNames: Readonly<Record<Author, string>> = { llm: "LLM", classical: "classical", method: "method" };

const groups: Readonly<Record<GroupName, { readonly label: string; readonly icon: string }>> = {
  best: { label: "Best candidates", icon: "star-full" },
  generations: { label: "Generations", icon: "layers" },
};

/** The line that a search's candidates or generations hang below. */
export function groupRow({ id, generation, generations }: SearchSummary, group: GroupName): RowView {
  const { label, icon } = groups[group];
  const progress = group === "generations" ? `${generation} of ${generations}` : "against uniform";
  return {
    id: `${group}/${id}`,
    label,
    description: progress,
    icon: { id: icon },
    tooltip: "",
    contextValue: "group",
    spoken: `${label}, ${progress}`,
    isExpandable: true,
  };
}

/** A candidate of the best: fitness, who made it how, and how it stands to uniform rates. */
export function candidateRow(search: SearchSummary, { candidate, fitness }: ScoredCandidate): RowView {
  const { id, operator, author, generation, parents } = candidate;
  const maker = `${operator} (${authorNames[author]})`;
  const difference = toUniform(fitness, search.uniformFitness);
  const shortDifference = shortToUniform(fitness, search.uniformFitness);
  return {
    id: `candidate/${search.id}/${id}`,
    label: shortFitness(fitness),
    description: [...(shortDifference ? [shortDifference] : []), maker, `#${id}`].join(" · "),
    icon: { id: operatorIcons[operator] },
    tooltip: markdownTable([
      ["Candidate", `#${id} of generation ${generation}`],
      [objectiveNames[search.objective], fitnessText(fitness)],
      ...(difference ? [["Difference", difference] as const] : []),
      ["Made by", maker],
      ...(parents.length > 0 ? [["Parents", parents.map((parent) => `#${parent}`).join(", ")] as const] : []),
      ["Repaired by", candidate.repair > 0 ? percent(candidate.repair) : "nothing"],
    ]),
    contextValue: "candidate",
    spoken: [`candidate ${id}`, `${objectiveWords[search.objective]} ${fitnessText(fitness)}`, difference, maker]
      .filter(Boolean)
      .join(", "),
    isExpandable: false,
  };
}

/** A generation: its best and mean fitness. */
export function generationRow(search: SearchSummary, row: GenerationRow): RowView {
  const [best, mean] = [row.bestFitness, row.meanFitness].map(fitnessText);
  return {
    id: `generation/${search.id}/${row.generation}`,
    label: `Generation ${row.generation}`,
    description: `${shortFitness(row.bestFitness)} · mean ${shortFitness(row.meanFitness)}`,
    icon: { id: "circle-small-filled" },
    tooltip: markdownTable([
      ["Best", `${best} (candidate #${row.best})`],
      ["Mean", mean ?? ""],
      ["Population", String(row.population)],
      ["Evaluations until then", String(Number(row.evaluation.toFixed(1)))],
    ]),
    contextValue: "generation",
    spoken: `generation ${row.generation}, best ${best}, mean ${mean}, candidate ${row.best}`,
    isExpandable: false,
  };
}

/** What stands where children cannot be shown, or are none yet. */
export function noteRow(id: string, text: string, isTrouble: boolean): RowView {
  return {
    id,
    label: text,
    description: "",
    icon: isTrouble ? { id: "warning", color: "problemsWarningIcon.foreground" } : { id: "info" },
    tooltip: "",
    contextValue: "note",
    spoken: text,
    isExpandable: false,
  };
}

/** What stands above the searches where they could not be read; a click tries again. */
export function problemRow(text: string): RowView {
  return {
    id: "problem",
    label: "The searches could not be read",
    description: text,
    icon: { id: "warning", color: "problemsWarningIcon.foreground" },
    tooltip: escapeMarkdown(text),
    contextValue: "problem",
    spoken: `The searches could not be read: ${text}`,
    isExpandable: false,
  };
}
