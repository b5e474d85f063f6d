import type { ProtocolCard } from "../../src/protocol/card.ts";
import type { CellValue, Column } from "./table.ts";

/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** Column names of a protocol, in their order; the header of every exported CSV ends with them. */
const CARD_COLUMNS = [
  "metric",
  "dataset",
  "split",
  "seqlen",
  "bos",
  "windows",
  "targets",
  "dtype",
  "device",
  "model",
  "modelFingerprint",
  "textSha256",
  "tokensSha256",
  "importance",
] as const satisfies readonly (keyof ProtocolCard)[];

/** Where a row is from, and the protocol its numbers were measured under. */
export interface Stamp {
  readonly search: string;
  readonly card: ProtocolCard | undefined;
}

/**
 * A CSV as RFC 4180 has it: UTF-8, a header, lines that end with CR LF, numbers in full precision, an infinite fitness
 * as an empty cell. Every row carries the search and the protocol its numbers were measured under in columns of their
 * own: a comment line is not part of RFC 4180, a second file gets lost, and a row that is copied elsewhere stays true.
 */
export function csvText<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  stampOf: (row: Row) => Stamp,
): string {
  const header = [...columns.map(({ name }) => name), "search", ...CARD_COLUMNS.map(snakeCase)];
  const lines = rows.map((row) => [...columns.map((column) => column.value(row)), ...stamped(stampOf(row))]);
  return [header, ...lines].map(csvLine).join("");
}

function stamped({ search, card }: Stamp): CellValue[] {
  return [search, ...CARD_COLUMNS.map((name) => card?.[name])];
}

function csvLine(cells: readonly CellValue[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(value: CellValue): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  const text = typeof value === "string" && FORMULA.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
