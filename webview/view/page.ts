import { phaseOf } from "../model/phase.ts";
import { candidateSection } from "./candidate-section.ts";
import { compareChart } from "./compare-chart.ts";
import { compareHeader } from "./compare-header.ts";
import { compareTable } from "./compare-table.ts";
import { deviceSection } from "./device-section.ts";
import { element } from "./dom.ts";
import { fitnessChart } from "./fitness-chart.ts";
import { generationsChart } from "./generations-chart.ts";
import { searchHeader } from "./header.ts";
import { historyHeatmap } from "./heatmap-history.ts";
import { populationHeatmap } from "./heatmap-population.ts";
import { llmSection } from "./llm-section.ts";
import { notices } from "./notices.ts";
import { placeholder } from "./placeholder.ts";
import { protocolSection } from "./protocol-section.ts";
import type { Actions, Section, SectionFactory, View } from "./section.ts";

/** Sections of one search in detail, in the order in which they are read. */
const DETAIL: readonly SectionFactory[] = [
  fitnessChart,
  generationsChart,
  populationHeatmap,
  historyHeatmap,
  candidateSection,
  llmSection,
  deviceSection,
  protocolSection,
];

/** Sections of several searches beside each other. */
const COMPARISON: readonly SectionFactory[] = [compareChart, compareTable];

/** The whole panel. A section that fails is reported and the others go on. */
export class Page {
  readonly #sections: readonly Section[];
  readonly #grid: HTMLElement;
  readonly #report: (error: unknown) => void;

  /** @param report takes what a section throws */
  constructor(actions: Actions, isComparison: boolean, report: (error: unknown) => void) {
    this.#report = report;
    const [head, bars, empty] = [
      isComparison ? compareHeader(actions) : searchHeader(actions),
      notices(actions),
      placeholder(actions),
    ];
    const cards = (isComparison ? COMPARISON : DETAIL).map((make) => make(actions));
    this.#sections = [head, bars, empty, ...cards];
    this.#grid = element("div", { class: "grid" }, ...cards.map((section) => section.element));
    const main = element("main", { id: "main", tabindex: -1 }, empty.element, this.#grid);
    document.body.append(skipLink(main), head.element, bars.element, main);
  }

  update(view: View): void {
    // Shown first: a chart without a size cannot be drawn.
    this.#grid.hidden = phaseOf(view.searches, view.missing).kind !== "ready";
    for (const section of this.#sections) this.#refresh(section, view);
  }

  #refresh(section: Section, view: View): void {
    try {
      section.update(view);
    } catch (error) {
      this.#report(error);
    }
  }
}

function skipLink(main: HTMLElement): HTMLElement {
  const skip = (event: Event) => {
    event.preventDefault();
    main.focus();
  };
  return element("a", { class: "skip", href: "#main", onclick: skip }, "Skip to the charts");
}
