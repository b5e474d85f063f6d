import type { GenerationRow } from "../../src/protocol/runner.ts";
import { shortFitness } from "../../src/protocol/text/numbers.ts";
import { objectiveNames } from "../model/candidate-words.ts";
import { generationMark, generationSentence, generationsPlot, generationTip } from "../model/generations-plot.ts";
import { generationsTable } from "../model/generations-table.ts";
import type { SearchModel } from "../model/search-model.ts";
import type { Actions, View } from "../store/view.ts";
import type { Card } from "./card.ts";
import { chartCard } from "./chart/chart-card.ts";
import { Plot } from "./chart/plot.ts";
import type { DataTools } from "./data-table-tools.ts";
import { element } from "./dom.ts";
import { lineEntry } from "./legend.ts";
import type { Section, SectionFactory } from "./section.ts";

const NAME = "generations";
const TITLE = "Generations";

/** Best and mean fitness of each generation's survivors. */
export const generationsChart: SectionFactory = (actions) => new GenerationsChart(actions);

class GenerationsChart implements Section {
  readonly #actions: Actions;
  readonly #card: Card;
  readonly #plot: Plot<GenerationRow>;
  readonly #tools: DataTools;
  #model: SearchModel | undefined;
  #drawn: { readonly model: SearchModel; readonly version: number } | undefined;
  /** Generation that the pointer or the keyboard is at. */
  #at: GenerationRow | undefined;
  #isStepping = false;

  constructor(actions: Actions) {
    this.#actions = actions;
    this.#plot = new Plot({
      point: (row) => this.#hover(row),
      pick: (row) => this.#pick(row),
      step: (by) => this.#step(by),
    });
    const legend = element(
      "ul",
      { class: "legend", "aria-label": "Legend" },
      lineEntry("--best", "Best"),
      lineEntry("--mean", "Mean of the population", true),
    );
    const searches = () => (this.#model ? [this.#model] : []);
    const parts = { name: NAME, title: TITLE, plot: this.#plot, above: [legend], searches, table: generationsTable };
    ({ card: this.#card, tools: this.#tools } = chartCard(parts, actions));
  }

  get element(): HTMLElement {
    return this.#card.element;
  }

  update(view: View): void {
    const [model] = view.searches;
    if (!model) return;
    this.#model = model;
    this.#tools.update(view);
    if (!view.tables.has(NAME)) this.#draw(model);
    this.#mark(model, view);
  }

  dispose(): void {
    this.#plot.dispose();
  }

  #draw(model: SearchModel): void {
    if (this.#drawn?.model === model && this.#drawn.version === model.version) return;
    this.#drawn = { model, version: model.version };
    this.#plot.show(generationsPlot(model), labelOf(model));
  }

  #mark(model: SearchModel, { hovered, selected }: View): void {
    const find = (ref: View["selected"]) => (ref?.search === model.id ? this.#rowOf(model, ref.candidate) : undefined);
    const [under, chosen] = [find(hovered), find(selected)];
    this.#plot.hover(under && generationMark(under), under && generationTip(under));
    this.#plot.select(chosen && generationMark(chosen));
    if (under && this.#isStepping) this.#plot.say(generationSentence(under));
    this.#isStepping = false;
  }

  /** Several generations can have the same best: the one that is pointed at, else where it came up. */
  #rowOf({ generations }: SearchModel, candidate: number): GenerationRow | undefined {
    return this.#at?.best === candidate ? this.#at : generations.find(({ best }) => best === candidate);
  }

  #hover(row: GenerationRow | undefined): void {
    this.#at = row;
    const model = this.#model;
    this.#actions.hover(model && row && { search: model.id, candidate: row.best });
  }

  #pick(row: GenerationRow | undefined): void {
    if (this.#model && row) this.#actions.select({ search: this.#model.id, candidate: row.best });
  }

  #step(by: number): void {
    const generations = this.#model?.generations ?? [];
    const last = generations.length - 1;
    const index = this.#at ? generations.indexOf(this.#at) : undefined;
    const wanted = index === undefined && Number.isFinite(by) ? last : (index ?? last) + by;
    this.#isStepping = true;
    this.#hover(generations[Math.max(0, Math.min(last, wanted))]);
  }
}

function labelOf({ generations, detail }: SearchModel): string {
  const { objective } = detail.summary;
  const best = generations.at(-1)?.bestFitness;
  return `Best and mean ${objectiveNames[objective]} of ${generations.length} generations, now ${shortFitness(best)}. Arrow keys move between generations, Enter selects the best candidate.`;
}
