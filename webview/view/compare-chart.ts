import type { CandidateRef } from "../../src/protocol/webview.ts";
import { type Comparison, compare, differencesText } from "../model/compare.ts";
import { type ComparedPoint, comparedMark, comparedSentence, comparedTip, comparePlot } from "../model/compare-plot.ts";
import { comparisonTable } from "../model/compare-table.ts";
import type { Actions, View } from "../store/view.ts";
import type { Card } from "./card.ts";
import { chartCard } from "./chart/chart-card.ts";
import { Plot } from "./chart/plot.ts";
import { CompareLegend } from "./compare-legend.ts";
import { ComparePace } from "./compare-pace.ts";
import type { DataTools } from "./data-table-tools.ts";
import { element, setText } from "./dom.ts";
import type { Section, SectionFactory } from "./section.ts";

const NAME = "compare";
const TITLE = "Best so far";

/** Best-so-far of several searches over each other. */
export const compareChart: SectionFactory = (actions) => new CompareChart(actions);

class CompareChart implements Section {
  readonly #actions: Actions;
  readonly #card: Card;
  readonly #plot: Plot<ComparedPoint>;
  readonly #tools: DataTools;
  readonly #legend = new CompareLegend();
  readonly #differences = element("p", { class: "note note-strong", role: "status" });
  readonly #pace = new ComparePace(() => this.#rearrange());
  #comparison: Comparison = compare([]);
  #drawn = "";
  #at: ComparedPoint | undefined;
  #view: View | undefined;
  #isStepping = false;

  constructor(actions: Actions) {
    this.#actions = actions;
    this.#plot = new Plot({
      point: (point) => this.#hover(point),
      pick: (point) => point && actions.select(refOf(point)),
      step: (by) => this.#step(by),
    });
    const searches = () => this.#comparison.searches.map(({ model }) => model);
    const table = () => comparisonTable(this.#comparison.searches);
    const above = [this.#differences, this.#legend.element];
    const parts = { name: NAME, title: TITLE, plot: this.#plot, above, searches, table };
    ({ card: this.#card, tools: this.#tools } = chartCard(parts, actions));
    this.#card.tools.prepend(this.#pace.element);
  }

  get element(): HTMLElement {
    return this.#card.element;
  }

  update(view: View): void {
    const key = view.searches.map(({ id, version }) => `${id} ${version}`).join();
    const isNew = key !== this.#drawn;
    if (isNew) this.#comparison = compare(view.searches);
    this.#tools.update(view);
    if (isNew && !view.tables.has(NAME)) {
      this.#drawn = key;
      this.#draw();
    }
    this.#view = view;
    this.#mark(view);
  }

  dispose(): void {
    this.#plot.dispose();
  }

  #rearrange(): void {
    this.#draw();
    if (this.#view) this.#mark(this.#view);
  }

  #draw(): void {
    setText(this.#differences, differencesText(this.#comparison));
    this.#legend.show(this.#comparison.searches);
    this.#plot.show(comparePlot(this.#comparison, this.#pace.chosen), labelOf(this.#comparison));
  }

  #mark({ hovered, selected }: View): void {
    const [under, chosen] = [this.#pointOf(hovered), this.#pointOf(selected)];
    const mark = (point: ComparedPoint) => comparedMark(this.#comparison, point, this.#pace.chosen);
    this.#plot.hover(under && mark(under), under && comparedTip(under));
    this.#plot.select(chosen && mark(chosen));
    if (under && this.#isStepping) this.#plot.say(comparedSentence(under));
    this.#isStepping = false;
  }

  #pointOf(ref: CandidateRef | undefined): ComparedPoint | undefined {
    if (!ref) return undefined;
    const search = this.#comparison.searches.find(({ model }) => model.id === ref.search);
    const point = search?.model.best.find(({ candidate }) => candidate === ref.candidate);
    return search && point && { search, point };
  }

  #hover(point: ComparedPoint | undefined): void {
    this.#at = point;
    this.#actions.hover(point && refOf(point));
  }

  /** From improvement to improvement of one search, then on to the next search. */
  #step(by: number): void {
    const all = this.#comparison.searches.flatMap((search) => search.model.best.map((point) => ({ search, point })));
    const at = all.findIndex(
      ({ point, search }) => point === this.#at?.point && search.model === this.#at?.search.model,
    );
    const wanted = at < 0 && Number.isFinite(by) ? 0 : Math.max(0, at) + by;
    this.#isStepping = true;
    this.#hover(all[Math.max(0, Math.min(all.length - 1, wanted))]);
  }
}

function refOf({ search, point }: ComparedPoint): CandidateRef {
  return { search: search.model.id, candidate: point.candidate };
}

function labelOf({ searches }: Comparison): string {
  return `Best fitness so far of ${searches.length} searches. Arrow keys move between improvements, Enter selects one.`;
}
