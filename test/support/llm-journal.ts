import type { LlmCallRecord, LlmJournal } from "../../src/llm/journal.ts";

/** A journal in memory that keeps what a database would: text. */
export class MemoryJournal implements LlmJournal {
  readonly rows: string[] = [];

  find(ordinal: number): LlmCallRecord | undefined {
    return this.rows.map((row): LlmCallRecord => JSON.parse(row)).find((record) => record.ordinal === ordinal);
  }

  append(record: LlmCallRecord): void {
    this.rows.push(JSON.stringify(record));
  }
}
