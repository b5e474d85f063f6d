import type { CandidateRef } from "../../../src/protocol/webview.ts";
import type { LegendEntry } from "../../model/legend.ts";
import type { Mark, Tip } from "../../model/plot.ts";
import type { SearchModel } from "../../model/search-model.ts";
import { NO_TABLE, type TableData } from "../../model/table.ts";
import type { Actions, View } from "../../store/view.ts";
import { type Card, card } from "../card.ts";
import { DataTools } from "../data-table-tools.ts";
import { element } from "../dom.ts";
import type { Picture } from "../export-picture.ts";
import { Legend } from "../legend.ts";
import type { Section } from "../section.ts";
import { Plot } from "./plot.ts";

/** What a chart shows: marks of `T`, which are parts of `Shown`. */
export interface CandidateChartParts<T, Shown> {
  readonly name: string;
  readonly title: string;
  /** What stands above the legend. */
  readonly above?: readonly HTMLElement[];
  /** Notes. */
  readonly below?: readonly HTMLElement[];
  /** What there is to show, `before` itself where it still is that; undefined before anything has come. */
  shownOf(view: View, before: Shown | undefined): Shown | undefined;
  /** Rises with every change of what is shown. */
  versionOf(shown: Shown): number;
  searches(shown: Shown): readonly SearchModel[];
  table(shown: Shown): TableData<unknown>;
  /** Which candidate a mark stands for. */
  refOf(of: T, shown: Shown): CandidateRef;
  /** What stands for a candidate; of several `at`, if it is one of them. */
  find(ref: CandidateRef, shown: Shown, at: T | undefined): T | undefined;
  /** Where a key leads from here; infinite steps lead to the ends. */
  next(at: T | undefined, by: number, shown: Shown): T | undefined;
  mark(of: T, shown: Shown): Mark<T> | undefined;
  tip(of: T, shown: Shown): Tip;
  /** For those who hear the chart. */
  sentence(of: T, shown: Shown): string;
  legend(shown: Shown): readonly LegendEntry[];
  draw(plot: Plot<T>, shown: Shown): void;
}

/**
 * A chart whose marks stand for candidates, in its card with table and exports. What is pointed at or chosen in it is
 * pointed at and chosen in the whole panel, and the other way round.
 */
export class CandidateChart<T, Shown> implements Section {
  readonly #parts: CandidateChartParts<T, Shown>;
  readonly #actions: Actions;
  readonly #plot: Plot<T>;
  readonly #legend = new Legend();
  readonly #tools: DataTools;
  readonly card: Card;
  #shown: Shown | undefined;
  #drawn: readonly [shown: Shown, version: number] | undefined;
  /** What the pointer or the keyboard is at. */
  #at: T | undefined;
  #isStepping = false;

  constructor(parts: CandidateChartParts<T, Shown>, actions: Actions) {
    this.#parts = parts;
    this.#actions = actions;
    this.#plot = new Plot({
      point: (of) => this.#hover(of),
      pick: (of) => this.#pick(of),
      step: (by) => this.#step(by),
    });
    const { name, title, above = [], below = [] } = parts;
    const chart = element("div", { class: "chart" }, ...above, this.#legend.element, this.#plot.element, ...below);
    this.card = card(name, title);
    this.card.body.append(chart);
    const source = {
      name,
      chart,
      searches: () => this.#ofShown((shown) => parts.searches(shown)) ?? [],
      table: () => this.#ofShown((shown) => parts.table(shown)) ?? NO_TABLE,
      picture: () => this.#picture(),
    };
    this.#tools = new DataTools(this.card, source, actions);
  }

  get element(): HTMLElement {
    return this.card.element;
  }

  update(view: View): void {
    this.#shown = this.#parts.shownOf(view, this.#shown);
    this.#tools.update(view);
    this.#ofShown((shown) => {
      if (!view.tables.has(this.#parts.name) && !this.#isDrawn(shown)) this.#draw(shown);
      this.#mark(view, shown);
    });
  }

  dispose(): void {
    this.#plot.dispose();
  }

  #ofShown<Value>(use: (shown: Shown) => Value): Value | undefined {
    return this.#shown && use(this.#shown);
  }

  #isDrawn(shown: Shown): boolean {
    const [drawn, version] = this.#drawn ?? [];
    return drawn === shown && version === this.#parts.versionOf(shown);
  }

  /** Where its table is shown in its place, the chart may be of some time ago, or not be drawn at all. */
  #picture(): Picture {
    const legend = this.#ofShown((shown) => {
      this.#draw(shown);
      return this.#parts.legend(shown);
    });
    return { ...this.#plot.picture(this.#parts.title), ...(legend && { legend }) };
  }

  #draw(shown: Shown): void {
    this.#drawn = [shown, this.#parts.versionOf(shown)];
    this.#parts.draw(this.#plot, shown);
    this.#legend.show(this.#parts.legend(shown));
  }

  #mark({ hovered, selected }: View, shown: Shown): void {
    const { find, mark, tip, sentence } = this.#parts;
    const under = hovered && find(hovered, shown, this.#at);
    const chosen = selected && find(selected, shown, this.#at);
    this.#at = under;
    this.#plot.hover(under && mark(under, shown), under && tip(under, shown));
    this.#plot.select(chosen && mark(chosen, shown));
    if (under && this.#isStepping) this.#plot.say(sentence(under, shown));
    this.#isStepping = false;
  }

  #hover(of: T | undefined): void {
    this.#at = of;
    this.#actions.hover(of && this.#ofShown((shown) => this.#parts.refOf(of, shown)));
  }

  #pick(of: T | undefined): void {
    const ref = of && this.#ofShown((shown) => this.#parts.refOf(of, shown));
    if (ref) this.#actions.select(ref);
  }

  #step(by: number): void {
    this.#isStepping = true;
    this.#hover(this.#ofShown((shown) => this.#parts.next(this.#at, by, shown)));
  }
}
