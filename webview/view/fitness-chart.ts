import type { ChartPoint } from "../../src/protocol/runner.ts";
import { shortFitness } from "../../src/protocol/text/numbers.ts";
import { grouped, objectiveNames } from "../model/candidate-words.ts";
import { FitnessData } from "../model/chart-data.ts";
import { fitnessPlot, markOf, pointTip } from "../model/fitness-plot.ts";
import { fitnessTable } from "../model/fitness-table.ts";
import type { SearchModel } from "../model/search-model.ts";
import { pointSentence } from "../model/wording.ts";
import type { Actions, View } from "../store/view.ts";
import type { Card } from "./card.ts";
import { chartCard } from "./chart/chart-card.ts";
import { Plot } from "./chart/plot.ts";
import type { DataTools } from "./data-table-tools.ts";
import { element, setText } from "./dom.ts";
import { FitnessLegend } from "./legend.ts";
import type { Section, SectionFactory } from "./section.ts";

const NAME = "fitness";
const TITLE = "Fitness by evaluation";

/** Every evaluation of a search, and the best so far. */
export const fitnessChart: SectionFactory = (actions) => new FitnessChart(actions);

class FitnessChart implements Section {
  readonly #actions: Actions;
  readonly #card: Card;
  readonly #legend = new FitnessLegend();
  readonly #beyond = element("p", { class: "note" });
  readonly #plot: Plot<ChartPoint>;
  readonly #tools: DataTools;
  #data: FitnessData | undefined;
  #model: SearchModel | undefined;
  #version = -1;
  #hovered: number | undefined;
  #isStepping = false;

  constructor(actions: Actions) {
    this.#actions = actions;
    this.#plot = new Plot({
      point: (point) => this.#hover(point),
      pick: (point) => this.#pick(point),
      step: (by) => this.#step(by),
    });
    const searches = () => (this.#model ? [this.#model] : []);
    const [above, below] = [[this.#legend.element], [this.#beyond]];
    const parts = { name: NAME, title: TITLE, plot: this.#plot, above, below, searches, table: fitnessTable };
    ({ card: this.#card, tools: this.#tools } = chartCard(parts, actions));
  }

  get element(): HTMLElement {
    return this.#card.element;
  }

  update(view: View): void {
    const [model] = view.searches;
    if (!model) return;
    if (!this.#data?.isOf(model)) {
      this.#data = new FitnessData(model);
      this.#version = -1;
    }
    this.#model = model;
    this.#tools.update(view);
    if (!view.tables.has(NAME) && model.version !== this.#version) this.#draw(this.#data, model);
    this.#mark(this.#data, model, view);
  }

  dispose(): void {
    this.#plot.dispose();
  }

  #draw(data: FitnessData, model: SearchModel): void {
    this.#version = model.version;
    data.update();
    this.#plot.show(fitnessPlot(data, model), labelOf(model));
    this.#legend.show(data.series());
    setText(this.#beyond, beyondText(data.range().beyond));
  }

  #mark(data: FitnessData, model: SearchModel, { hovered, selected }: View): void {
    const range = data.range();
    const find = (ref: View["selected"]) => (ref?.search === model.id ? data.pointOf(ref.candidate) : undefined);
    const [under, chosen] = [find(hovered), find(selected)];
    this.#hovered = under?.candidate;
    this.#plot.hover(under && markOf(under, range), under && pointTip(under, model.detail.summary));
    this.#plot.select(chosen && markOf(chosen, range));
    if (under && this.#isStepping) this.#plot.say(pointSentence(under, model.detail.summary.objective));
    this.#isStepping = false;
  }

  #hover(point: ChartPoint | undefined): void {
    const model = this.#model;
    this.#actions.hover(model && point && { search: model.id, candidate: point.candidate });
  }

  #pick(point: ChartPoint | undefined): void {
    if (this.#model && point) this.#actions.select({ search: this.#model.id, candidate: point.candidate });
  }

  #step(by: number): void {
    const next = this.#data?.neighbour(this.#hovered, by);
    this.#isStepping = true;
    this.#hover(next);
  }
}

function labelOf({ detail, points }: SearchModel): string {
  const { objective, bestFitness } = detail.summary;
  const best = `best ${objectiveNames[objective]} ${shortFitness(bestFitness)}`;
  return `${grouped(points.length)} evaluations, ${best}. Arrow keys move between evaluations, Enter selects one.`;
}

function beyondText(count: number): string {
  if (count === 0) return "";
  return count === 1
    ? "1 evaluation lies above the axis and is drawn at its edge."
    : `${grouped(count)} evaluations lie above the axis and are drawn at its edge.`;
}
