import { isDeepStrictEqual } from "node:util";
import type { SearchSummary } from "../../protocol/runner.ts";
import type { Away } from "./abilities.ts";
import { arrange, type Filter, type Order } from "./arrange.ts";
import type { LiveTimes } from "./live-times.ts";
import type { RowView } from "./row-view.ts";
import { searchNames } from "./search-names.ts";
import { searchRow } from "./search-row.ts";

/** What the rows are made of. */
export interface RowSource {
  /** Newest first. */
  readonly searches: readonly SearchSummary[];
  readonly order: Order;
  readonly filter: Filter;
  readonly away: Away | undefined;
}

/** What became different in the rows since they were made before. */
export interface RowsChange {
  /** Rows came, went or changed places. */
  readonly isRearranged: boolean;
  /** Those in the same place with something else to show. */
  readonly changed: readonly string[];
}

/** The rows of the tree, and what each update really changes. */
export class SearchRows {
  readonly #times: LiveTimes;
  #rows: ReadonlyMap<string, RowView> = new Map();

  constructor(times: LiveTimes) {
    this.#times = times;
  }

  /** Searches shown, in order. */
  get ids(): string[] {
    return [...this.#rows.keys()];
  }

  find(id: string): RowView | undefined {
    return this.#rows.get(id);
  }

  update({ searches, order, filter, away }: RowSource): RowsChange {
    const names = searchNames(searches);
    const rows = arrange(searches, names, order, filter).map((summary): [string, RowView] => {
      const context = { name: names.get(summary.id) ?? summary.id, times: this.#times.of(summary), away };
      return [summary.id, searchRow(summary, context)];
    });
    const before = this.#rows;
    this.#rows = new Map(rows);
    const isRearranged = !isDeepStrictEqual([...before.keys()], this.ids);
    const changed = rows.filter(([id, row]) => before.has(id) && !isDeepStrictEqual(before.get(id), row));
    return { isRearranged, changed: changed.map(([id]) => id) };
  }
}
