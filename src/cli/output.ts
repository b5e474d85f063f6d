/** A line for people (or, of `--json` commands, for nobody). */
export function printLine(line = ""): void {
  process.stdout.write(`${line}\n`);
}

/** A line that is not part of the result: notes, progress, errors. */
export function printNote(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** One JSON line. */
export function printJson(record: object): void {
  process.stdout.write(`${JSON.stringify(record)}\n`);
}

/** Columns padded to their widest cell, two blanks between them. */
export function tableLines(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  }
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
