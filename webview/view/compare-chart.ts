import type { ComparisonPace } from "../../src/protocol/webview.ts";
import { type Comparison, compare, differencesText } from "../model/compare.ts";
import { type ComparedPoint, comparedMark, comparedSentence, comparedTip, comparePlot } from "../model/compare-plot.ts";
import { comparisonTable } from "../model/compare-table.ts";
import { comparedLegend } from "../model/legend.ts";
import { neighbour } from "../model/plot.ts";
import type { Actions, View } from "../store/view.ts";
import { CandidateChart } from "./chart/candidate-chart.ts";
import type { Plot } from "./chart/plot.ts";
import { paceSwitch } from "./compare-pace.ts";
import { element, setText } from "./dom.ts";
import type { Section, SectionFactory } from "./section.ts";
import type { Segments } from "./segments.ts";

const NAME = "compare";

/** Best-so-far of several searches over each other. */
export const compareChart: SectionFactory = (actions) => new CompareChart(actions);

class CompareChart implements Section {
  readonly #chart: CandidateChart<ComparedPoint, Shown>;
  readonly #differences = element("p", { class: "note note-strong", role: "status" });
  readonly #pace: Segments<ComparisonPace>;
  #shown: Shown | undefined;
  #compared = "";
  #drawn: Shown | undefined;

  constructor(actions: Actions) {
    this.#pace = paceSwitch(actions);
    this.#chart = new CandidateChart(
      {
        name: NAME,
        title: "Best so far",
        above: [this.#differences],
        shown: () => this.#shown,
        searches: ({ comparison }) => comparison.searches.map(({ model }) => model),
        table: ({ comparison }) => comparisonTable(comparison.searches),
        refOf: ({ search, point }) => ({ search: search.model.id, candidate: point.candidate }),
        find: (ref, { points }) =>
          points.find(({ search, point }) => search.model.id === ref.search && point.candidate === ref.candidate),
        // From improvement to improvement of one search, then on to the next search.
        next: (at, by, { points }) => neighbour(points, at, by),
        mark: (point, { comparison, pace }) => comparedMark(comparison, point, pace),
        tip: comparedTip,
        sentence: comparedSentence,
        legend: ({ comparison }) => comparedLegend(comparison.searches),
        draw: (plot, shown) => this.#draw(plot, shown),
      },
      actions,
    );
    this.#chart.card.tools.prepend(this.#pace.element);
  }

  get element(): HTMLElement {
    return this.#chart.card.element;
  }

  update(view: View): void {
    const key = [view.pace, ...view.searches.map(({ id, version }) => `${id} ${version}`)].join();
    if (key !== this.#compared) this.#shown = shownOf(view);
    this.#compared = key;
    this.#pace.show(view.pace);
    this.#chart.update(view, this.#drawn !== this.#shown && !view.tables.has(NAME));
  }

  dispose(): void {
    this.#chart.dispose();
  }

  #draw(plot: Plot<ComparedPoint>, shown: Shown): void {
    this.#drawn = shown;
    const { comparison, pace } = shown;
    setText(this.#differences, differencesText(comparison));
    plot.show(comparePlot(comparison, pace), labelOf(comparison));
  }
}

/** What is compared by what, and every improvement in it. */
interface Shown {
  readonly comparison: Comparison;
  readonly points: readonly ComparedPoint[];
  readonly pace: ComparisonPace;
}

function shownOf({ searches, pace }: View): Shown {
  const comparison = compare(searches);
  const points = comparison.searches.flatMap((search) => search.model.best.map((point) => ({ search, point })));
  return { comparison, points, pace };
}

function labelOf({ searches }: Comparison): string {
  return `Best fitness so far of ${searches.length} searches. Arrow keys move between improvements, Enter selects one.`;
}
