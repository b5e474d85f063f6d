import type { ProtocolCard } from "../../src/protocol/card.ts";
import type { CandidateRef } from "../../src/protocol/webview.ts";

/** What a cell of a table holds: undefined and null are empty. */
export type CellValue = string | number | boolean | null | undefined;

/** A column of the table behind a chart; the same column of its CSV. */
export interface Column<Row> {
  /** Above the column. */
  readonly title: string;
  /** In the header of the CSV: lower case with underscores. */
  readonly name: string;
  /** In full precision. */
  value(row: Row): CellValue;
  /** As a person reads it; the value itself when left out. */
  text?(row: Row): string;
}

/** The numbers behind a chart. */
export interface TableData<Row> {
  /** Says what is listed; the table's caption. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  /** Each an object whose cells stay as they are: what is drawn of it is kept as long as it is the same object. */
  readonly rows: readonly Row[];
  /** The candidate that a row stands for, if it does: its first cell selects it. */
  candidateOf?(row: Row): CandidateRef | undefined;
  /** Id of the search that a row is from, where there are several. */
  searchOf?(row: Row): string;
  /** The protocol of a row, where it is another than its search's. */
  cardOf?(row: Row): ProtocolCard | undefined;
}

/** Of what has not come yet. */
export const NO_TABLE: TableData<never> = { caption: "", columns: [], rows: [] };

/** Cells that a page shows at most, so that a table is as quick as its chart. */
const MOST_CELLS = 6000;
/** Rows from which on a table has pages. */
const MOST_ROWS = 500;
const FEWEST_ROWS = 25;

/** Which rows of a table are on the screen. */
export interface TablePage {
  /** From 0. */
  readonly index: number;
  readonly pages: number;
  /** First row, from 0, and the row after the last. */
  readonly from: number;
  readonly to: number;
}

/** The page nearest to the one asked for. */
export function pageOf(rows: number, columns: number, wanted: number): TablePage {
  const size = pageSize(rows, columns);
  const pages = Math.max(1, Math.ceil(rows / size));
  const index = Math.min(pages - 1, Math.max(0, wanted));
  return { index, pages, from: index * size, to: Math.min(rows, (index + 1) * size) };
}

/** The text of a cell as a person reads it. */
export function cellText<Row>(column: Column<Row>, row: Row): string {
  if (column.text) return column.text(row);
  const value = column.value(row);
  if (isEmpty(value)) return "–";
  return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
}

/** Whether a column holds numbers, which are set flush right. */
export function isNumeric<Row>(column: Column<Row>, rows: readonly Row[]): boolean {
  const filled = rows.find((row) => !isEmpty(column.value(row)));
  return filled !== undefined && typeof column.value(filled) === "number";
}

function isEmpty(value: CellValue): value is undefined | null {
  return value === undefined || value === null;
}

function pageSize(rows: number, columns: number): number {
  const room = Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, Math.floor(MOST_CELLS / Math.max(1, columns))));
  return Math.max(1, Math.min(room, rows));
}
