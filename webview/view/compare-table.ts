import { type ComparedSearch, compare } from "../model/compare.ts";
import { resultColumns, resultsTable } from "../model/compare-table.ts";
import type { SearchModel } from "../model/search-model.ts";
import { cellText, isNumeric } from "../model/table.ts";
import type { Actions, View } from "../store/view.ts";
import { FactList } from "./candidate-facts.ts";
import { card } from "./card.ts";
import { DataTools } from "./data-table-tools.ts";
import { element, fill } from "./dom.ts";
import type { Section, SectionFactory } from "./section.ts";

/** What several searches have come to: one row each where there is room for the columns, else one list each. */
export const compareTable: SectionFactory = (actions) => new CompareTable(actions);

class CompareTable implements Section {
  readonly #card = card("results", "Results");
  readonly #rows = element("tbody");
  readonly #head = element("tr");
  readonly #lists = element("div", { class: "results-lists" });
  readonly #tools: DataTools;
  #searches: readonly SearchModel[] = [];
  #shown = "";

  constructor(actions: Actions) {
    const caption = element("caption", { class: "visually-hidden" }, "Results of the compared searches");
    const table = element("table", { class: "data-table" }, caption, element("thead", {}, this.#head), this.#rows);
    // A region that scrolls must be reachable by keyboard.
    const scroller = {
      class: "table-scroll results-table",
      tabindex: 0,
      role: "region",
      "aria-label": "Table of results",
    };
    this.#card.body.append(element("div", scroller, table), this.#lists);
    const source = {
      name: "results",
      searches: () => this.#searches,
      table: () => resultsTable(this.#searches),
    };
    this.#tools = new DataTools(this.#card, source, actions);
  }

  get element(): HTMLElement {
    return this.#card.element;
  }

  update(view: View): void {
    const { searches } = view;
    this.#searches = searches;
    this.#tools.update(view);
    const key = searches.map(({ id, version }) => `${id} ${version}`).join();
    if (key === this.#shown) return;
    this.#shown = key;
    const compared = compare(searches).searches;
    this.#drawTable(compared);
    fill(this.#lists, ...compared.map(listElement));
  }

  dispose(): void {}

  #drawTable(compared: readonly ComparedSearch[]): void {
    const classes = resultColumns.map((column) => (isNumeric(column, this.#searches) ? "number" : ""));
    const titles = resultColumns.map(({ title }, index) =>
      element("th", { scope: "col", class: classes[index] }, title),
    );
    fill(this.#head, ...titles);
    const rows = compared.map(({ model, colour }) => {
      const [name = "", ...others] = resultColumns.map((column) => cellText(column, model));
      const cells = others.map((text, index) => element("td", { class: classes[index + 1] }, text));
      return element("tr", {}, element("th", { scope: "row" }, swatchOf(colour), " ", name), ...cells);
    });
    fill(this.#rows, ...rows);
  }
}

/** A search for a narrow panel: the columns of the table, one below the other. */
function listElement({ model, colour }: ComparedSearch): HTMLElement {
  const [name, ...columns] = resultColumns;
  const facts = new FactList();
  facts.show(columns.map((column) => ({ name: column.title, value: cellText(column, model) })));
  return element("div", {}, element("h3", {}, swatchOf(colour), " ", cellText(name, model)), facts.element);
}

function swatchOf(colour: string): HTMLElement {
  return element("span", { class: "swatch", style: { "--swatch": `var(${colour})` }, "aria-hidden": true });
}
