import { compare } from "../model/compare.ts";
import { resultColumns } from "../model/compare-table.ts";
import { cellText, isNumeric } from "../model/table.ts";
import type { View } from "../store/view.ts";
import { card } from "./card.ts";
import { element, fill } from "./dom.ts";
import type { Section, SectionFactory } from "./section.ts";

/** What several searches have come to, one row each. */
export const compareTable: SectionFactory = () => new CompareTable();

class CompareTable implements Section {
  readonly #card = card("results", "Results");
  readonly #rows = element("tbody");
  readonly #head = element("tr");
  #shown = "";

  constructor() {
    const caption = element("caption", { class: "visually-hidden" }, "Results of the compared searches");
    const table = element("table", { class: "data-table" }, caption, element("thead", {}, this.#head), this.#rows);
    // A region that scrolls must be reachable by keyboard.
    const scroller = { class: "table-scroll", tabindex: 0, role: "region", "aria-label": "Table of results" };
    this.#card.body.append(element("div", scroller, table));
  }

  get element(): HTMLElement {
    return this.#card.element;
  }

  update({ searches }: View): void {
    const key = searches.map(({ id, version }) => `${id} ${version}`).join();
    if (key === this.#shown) return;
    this.#shown = key;
    const classes = resultColumns.map((column) => (isNumeric(column, searches) ? "number" : ""));
    const titles = resultColumns.map(({ title }, index) =>
      element("th", { scope: "col", class: classes[index] }, title),
    );
    fill(this.#head, ...titles);
    const rows = compare(searches).searches.map(({ model, colour }) => {
      const [name = "", ...others] = resultColumns.map((column) => cellText(column, model));
      const swatch = element("span", { class: "swatch", style: { "--swatch": `var(${colour})` }, "aria-hidden": true });
      const cells = others.map((text, index) => element("td", { class: classes[index + 1] }, text));
      return element("tr", {}, element("th", { scope: "row" }, swatch, " ", name), ...cells);
    });
    fill(this.#rows, ...rows);
  }

  dispose(): void {}
}
