import type { ComparisonPace } from "../../src/protocol/webview.ts";
import { type Comparison, compare, differencesText } from "../model/compare.ts";
import { type ComparedPoint, comparedMark, comparedSentence, comparedTip, comparePlot } from "../model/compare-plot.ts";
import { comparisonTable } from "../model/compare-table.ts";
import { comparedLegend } from "../model/legend.ts";
import { neighbour } from "../model/plot.ts";
import type { Actions, View } from "../store/view.ts";
import { CandidateChart } from "./chart/candidate-chart.ts";
import { paceSwitch } from "./compare-pace.ts";
import { element, setText } from "./dom.ts";
import type { Section, SectionFactory } from "./section.ts";
import type { Segments } from "./segments.ts";

/** Best-so-far of several searches over each other. */
export const compareChart: SectionFactory = (actions) => new CompareChart(actions);

class CompareChart implements Section {
  readonly #chart: CandidateChart<ComparedPoint, Shown>;
  readonly #differences = element("p", { class: "note note-strong", role: "status" });
  readonly #pace: Segments<ComparisonPace>;

  constructor(actions: Actions) {
    this.#pace = paceSwitch(actions);
    this.#chart = new CandidateChart(
      {
        name: "compare",
        title: "Best so far",
        above: [this.#differences],
        shownOf,
        // Anything that changes is shown anew.
        versionOf: () => 0,
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
        draw: (plot, { comparison, pace }) => {
          setText(this.#differences, differencesText(comparison));
          plot.show(comparePlot(comparison, pace), labelOf(comparison));
        },
      },
      actions,
    );
    this.#chart.card.tools.prepend(this.#pace.element);
  }

  get element(): HTMLElement {
    return this.#chart.element;
  }

  update(view: View): void {
    this.#pace.show(view.pace);
    this.#chart.update(view);
  }

  dispose(): void {
    this.#chart.dispose();
  }
}

/** What is compared by what, and every improvement in it. */
interface Shown {
  readonly key: string;
  readonly comparison: Comparison;
  readonly points: readonly ComparedPoint[];
  readonly pace: ComparisonPace;
}

function shownOf({ searches, pace }: View, before: Shown | undefined): Shown {
  const key = [pace, ...searches.map(({ id, version }) => `${id} ${version}`)].join();
  if (before?.key === key) return before;
  const comparison = compare(searches);
  const points = comparison.searches.flatMap((search) => search.model.best.map((point) => ({ search, point })));
  return { key, comparison, points, pace };
}

function labelOf({ searches }: Comparison): string {
  return `Best fitness so far of ${searches.length} searches. Arrow keys move between improvements, Enter selects one.`;
}
