import type { SearchModel } from "../../model/search-model.ts";
import type { TableData } from "../../model/table.ts";
import type { Actions } from "../../store/view.ts";
import { type Card, card } from "../card.ts";
import { DataTools } from "../data-table-tools.ts";
import { element } from "../dom.ts";
import type { Plot } from "./plot.ts";

/** What stands in the card of a chart. */
interface ChartCardParts<T> {
  readonly name: string;
  readonly title: string;
  readonly plot: Plot<T>;
  /** Legend and switches. */
  readonly above: readonly HTMLElement[];
  /** Notes. */
  readonly below?: readonly HTMLElement[];
  searches(): readonly SearchModel[];
  table(search: SearchModel): TableData<unknown>;
}

/** A card with a chart, the table behind it and its exports. */
export function chartCard<T>(
  { name, title, plot, above, below = [], searches, table }: ChartCardParts<T>,
  actions: Actions,
): { readonly card: Card; readonly tools: DataTools } {
  const chart = element("div", { class: "chart" }, ...above, plot.element, ...below);
  const made = card(name, title);
  made.body.append(chart);
  const rows = () => {
    const [first] = searches();
    return first ? table(first) : { caption: title, columns: [], rows: [] };
  };
  const source = { name, chart, searches, table: rows, picture: () => plot.picture(title) };
  return { card: made, tools: new DataTools(made, source, actions) };
}
