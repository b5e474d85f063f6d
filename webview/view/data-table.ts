import type { CandidateRef } from "../../src/protocol/webview.ts";
import { type Column, cellText, isNumeric, pageOf, type TableData, type TablePage } from "../model/table.ts";
import { type Child, element, fill, setText } from "./dom.ts";

/** A row on the screen, kept as long as its data stay the same object. */
interface DrawnRow {
  readonly row: unknown;
  readonly element: HTMLTableRowElement;
}

/** A table of the numbers behind a chart: real cells with headers, in pages where it is long. */
export class DataTable {
  readonly element: HTMLElement;
  readonly #select: (ref: CandidateRef) => void;
  readonly #caption = element("caption");
  // What scrolls must be reachable by keyboard.
  readonly #scroller = element("div", { class: "table-scroll", tabindex: 0, role: "group" });
  readonly #head = element("tr");
  readonly #body = element("tbody");
  readonly #place = element("span", { class: "table-place", "aria-live": "polite" });
  readonly #pager: HTMLElement;
  #data: TableData<unknown> | undefined;
  #page = 0;
  #titles = "";
  #drawn: readonly DrawnRow[] = [];

  constructor(select: (ref: CandidateRef) => void) {
    this.#select = select;
    this.#pager = this.#makePager();
    const table = element(
      "table",
      { class: "data-table" },
      this.#caption,
      element("thead", {}, this.#head),
      this.#body,
    );
    this.#scroller.append(table);
    this.element = element("div", { class: "table-frame" }, this.#scroller, this.#pager);
  }

  update(data: TableData<unknown>): void {
    this.#data = data;
    const page = pageOf(data.rows.length, data.columns.length, this.#page);
    setText(this.#caption, data.caption);
    this.#scroller.setAttribute("aria-label", `Table: ${data.caption}`);
    this.#drawHead(data);
    this.#drawRows(data, page);
    this.#drawPlace(data, page);
  }

  #drawHead({ columns, rows }: TableData<unknown>): void {
    const titles = JSON.stringify(columns.map((column) => [column.title, column.name, isNumeric(column, rows)]));
    if (titles === this.#titles) return;
    this.#titles = titles;
    this.#drawn = [];
    fill(
      this.#head,
      ...columns.map((column) => element("th", { scope: "col", class: classOf(column, rows) }, column.title)),
    );
  }

  #drawRows(data: TableData<unknown>, { from, to }: TablePage): void {
    const known = new Map(this.#drawn.map((drawn) => [drawn.row, drawn]));
    const numeric = data.columns.map((column) => classOf(column, data.rows));
    this.#drawn = data.rows.slice(from, to).map((row) => known.get(row) ?? this.#drawRow(data, row, numeric));
    const wanted = this.#drawn.map((drawn) => drawn.element);
    if (!isSame(wanted, this.#body.children)) this.#body.replaceChildren(...wanted);
  }

  #drawRow(data: TableData<unknown>, row: unknown, classes: readonly string[]): DrawnRow {
    const cells = data.columns.map((column, index) => {
      const text = cellText(column, row);
      const attributes = { class: classes[index] };
      return index === 0
        ? element("th", { ...attributes, scope: "row" }, this.#rowHead(data, row, text))
        : element("td", attributes, text);
    });
    return { row, element: element("tr", {}, ...cells) };
  }

  #rowHead(data: TableData<unknown>, row: unknown, text: string): Child {
    const ref = data.candidateOf?.(row);
    if (!ref) return text;
    const title = `Select candidate ${ref.candidate}`;
    return element("button", { class: "link", type: "button", title, onclick: () => this.#select(ref) }, text);
  }

  #drawPlace({ rows }: TableData<unknown>, { from, to, pages }: TablePage): void {
    this.#pager.hidden = pages === 1;
    setText(this.#place, `Rows ${from + 1} to ${to} of ${rows.length}`);
  }

  #makePager(): HTMLElement {
    const turn = (text: string, page: () => number) =>
      element("button", { class: "quiet", type: "button", onclick: () => this.#turn(page()) }, text);
    return element(
      "div",
      { class: "table-pager", role: "group", "aria-label": "Pages of the table" },
      turn("First", () => 0),
      turn("Previous", () => this.#page - 1),
      this.#place,
      turn("Next", () => this.#page + 1),
      turn("Last", () => Number.MAX_SAFE_INTEGER),
    );
  }

  #turn(wanted: number): void {
    if (!this.#data) return;
    this.#page = pageOf(this.#data.rows.length, this.#data.columns.length, wanted).index;
    this.update(this.#data);
  }
}

function classOf(column: Column<unknown>, rows: readonly unknown[]): string {
  return isNumeric(column, rows) ? "number" : "";
}

function isSame(wanted: readonly Element[], shown: HTMLCollection): boolean {
  return wanted.length === shown.length && wanted.every((one, index) => one === shown[index]);
}
