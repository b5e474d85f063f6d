import { csvText } from "../model/csv.ts";
import { jsonText } from "../model/csv-json.ts";
import type { SearchModel } from "../model/search-model.ts";
import type { TableData } from "../model/table.ts";
import type { Actions, View } from "../store/view.ts";
import type { Card } from "./card.ts";
import { DataTable } from "./data-table.ts";
import { element } from "./dom.ts";
import { type Picture, pngBase64 } from "./export-picture.ts";

/** What a chart shows, for its table and its exports. */
export interface ChartSource {
  /** Name of the section: in the state of the panel and in the names of exported files. */
  readonly name: string;
  /** What the table takes the place of; without it there are only the exports, of what is a table already. */
  readonly chart?: HTMLElement;
  /** The searches shown; none before they have arrived. */
  searches(): readonly SearchModel[];
  /** Of which columns are numbers in full precision. Asked for only when the table is shown or exported. */
  table(): TableData<unknown>;
  /** The chart as a picture, where it is one. */
  picture?(): Picture;
}

/** The tools of a card with a chart: a switch to the table behind it, and exports as PNG, CSV and JSON. */
export class DataTools {
  readonly #source: ChartSource;
  readonly #actions: Actions;
  readonly #table: DataTable;
  readonly #switch: HTMLButtonElement;
  readonly #exports: readonly HTMLButtonElement[];

  constructor(card: Card, source: ChartSource, actions: Actions) {
    this.#source = source;
    this.#actions = actions;
    this.#table = new DataTable((ref) => actions.select(ref));
    this.#table.element.hidden = true;
    this.#switch = this.#button("Table", "Show the numbers as a table", () => this.#toggle());
    this.#exports = [
      ...(source.picture ? [this.#button("PNG", "Export as a picture", () => this.#savePng())] : []),
      this.#button("CSV", "Export the numbers as CSV, with their protocol", () => this.#saveCsv()),
      this.#button("JSON", "Export everything of the search as JSON, with its protocols", () => this.#saveJson()),
    ];
    const group = { class: "export-buttons", role: "group", "aria-label": "Export" };
    if (source.chart) {
      card.tools.append(this.#switch);
      card.body.append(this.#table.element);
    }
    card.tools.append(element("div", group, ...this.#exports));
  }

  /** Shows the chart or the table, and the table's newest rows. */
  update(view: View): void {
    const { chart, name } = this.#source;
    const isEmpty = this.#source.searches().length === 0;
    for (const button of [this.#switch, ...this.#exports]) button.disabled = isEmpty;
    if (!chart) return;
    const isShown = view.tables.has(name) && !isEmpty;
    this.#switch.setAttribute("aria-pressed", String(isShown));
    chart.hidden = isShown;
    this.#table.element.hidden = !isShown;
    if (isShown) this.#table.update(this.#source.table());
  }

  #button(text: string, title: string, run: () => void): HTMLButtonElement {
    return element("button", { class: "quiet", type: "button", title, onclick: run }, text);
  }

  #toggle(): void {
    this.#actions.showTable(this.#source.name, this.#switch.getAttribute("aria-pressed") !== "true");
  }

  #savePng(): void {
    const picture = this.#source.picture?.();
    if (picture) this.#actions.save(this.#fileName(), "png", pngBase64(picture, this.#source.searches()));
  }

  #saveCsv(): void {
    const table = this.#source.table();
    const searches = new Map(this.#source.searches().map((search) => [search.id, search]));
    const [first = ""] = searches.keys();
    const text = csvText(table.columns, table.rows, (row) => {
      const search = table.searchOf?.(row) ?? first;
      return { search, card: table.cardOf?.(row) ?? searches.get(search)?.detail.card };
    });
    this.#actions.save(this.#fileName(), "csv", text);
  }

  #saveJson(): void {
    this.#actions.save(this.#fileName(), "json", jsonText(this.#source.searches()));
  }

  #fileName(): string {
    return [...this.#source.searches().map(({ id }) => id), this.#source.name].join("-");
  }
}
