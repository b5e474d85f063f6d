import { phaseOf } from "../model/phase.ts";
import type { Actions, View } from "../store/view.ts";
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
import { Painter } from "./painter.ts";
import { placeholder } from "./placeholder.ts";
import { protocolSection } from "./protocol-section.ts";
import type { SectionFactory } from "./section.ts";

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
const COMPARISON: readonly SectionFactory[] = [compareChart, compareTable, candidateSection];

/** The whole panel. */
export class Page {
  readonly #painter: Painter;
  readonly #grid: HTMLElement;

  /** @param report takes what a section throws */
  constructor(actions: Actions, isComparison: boolean, report: (error: unknown) => void) {
    const head = (isComparison ? compareHeader : searchHeader)(actions);
    const [bars, empty] = [notices(actions), placeholder(actions)];
    const cards = (isComparison ? COMPARISON : DETAIL).map((make) => make(actions));
    this.#grid = element("div", { class: "grid" }, ...cards.map((section) => section.element));
    const main = element("main", { id: "main", tabindex: -1 }, empty.element, this.#grid);
    document.body.append(skipLink(main), head.element, bars.element, main);
    this.#painter = new Painter([head, bars, empty], cards, report);
  }

  /** Of which there is nothing to be seen before a search has come. */
  get content(): HTMLElement {
    return this.#grid;
  }

  update(view: View): void {
    // Shown first: a chart without a size cannot be drawn.
    this.#grid.hidden = phaseOf(view.searches, view.missing).kind !== "ready";
    this.#painter.update(view);
  }
}

function skipLink(main: HTMLElement): HTMLElement {
  const skip = (event: Event) => {
    event.preventDefault();
    main.focus();
  };
  return element("a", { class: "skip", href: "#main", onclick: skip }, "Skip to the charts");
}
