import { objectiveNames } from "../../src/protocol/text/objectives.ts";
import type { ColourName } from "./plot.ts";
import type { SearchModel } from "./search-model.ts";

/** Colours of the stylesheet that compared searches have; more searches than these are told apart by dashes, too. */
const COLOURS: readonly ColourName[] = [
  "--search-1",
  "--search-2",
  "--search-3",
  "--search-4",
  "--search-5",
  "--search-6",
];
const DASHES: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [9, 3, 2, 3]];

/** One of several searches that are looked at together. */
export interface ComparedSearch {
  readonly model: SearchModel;
  readonly colour: ColourName;
  readonly dash: readonly number[];
}

/** What can be read off when searches are laid over each other. */
export interface Comparison {
  readonly searches: readonly ComparedSearch[];
  /** In what the numbers differ, so that they must not share an axis; empty when they can. */
  readonly differences: readonly string[];
}

/** What must be the same for two fitness values to be comparable, and what it is called where it is not. */
const CONDITIONS: readonly (readonly [difference: string, of: (search: SearchModel) => string | undefined])[] = [
  ["what is minimised", ({ detail }) => objectiveNames[detail.summary.objective]],
  ["the model", ({ detail }) => detail.card?.modelFingerprint],
  ["the text", ({ detail }) => detail.card?.tokensSha256],
  ["the sequence length", ({ detail }) => detail.card && String(detail.card.seqlen)],
  ["BOS", ({ detail }) => detail.card && String(detail.card.bos)],
  ["the number of windows", ({ detail }) => detail.card && String(detail.card.windows)],
  ["the metric", ({ detail }) => detail.card?.metric],
  ["the arithmetic", ({ detail }) => detail.card?.dtype],
];

export function compare(models: readonly SearchModel[]): Comparison {
  const searches = models.map((model, index) => ({
    model,
    colour: COLOURS[index % COLOURS.length] ?? "--search-1",
    dash: DASHES[Math.floor(index / COLOURS.length) % DASHES.length] ?? [],
  }));
  return { searches, differences: CONDITIONS.filter(([, of]) => differs(models, of)).map(([name]) => name) };
}

/** Says that an axis is not the searches' own, and why; empty when it is. */
export function differencesText({ differences, searches }: Comparison): string {
  if (differences.length === 0) return "";
  const unmeasured = searches.filter(({ model }) => !model.detail.summary.uniformFitness);
  const left = unmeasured.map(({ model }) => model.id).join(", ");
  const why = `These searches differ in ${listed(differences)}: each is shown as a multiple of its uniform model.`;
  return left ? `${why} Without a uniform model yet, and left out: ${left}.` : why;
}

/** What a fitness is divided by before it is drawn; undefined when the search cannot be drawn yet. */
export function unitOf({ differences }: Comparison, { detail }: SearchModel): number | undefined {
  return differences.length === 0 ? 1 : detail.summary.uniformFitness || undefined;
}

/** What is not known yet is no difference. */
function differs(models: readonly SearchModel[], of: (search: SearchModel) => string | undefined): boolean {
  return new Set(models.map(of).filter((value) => value !== undefined)).size > 1;
}

function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}
