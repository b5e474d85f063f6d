import type { Windows } from "./engine.ts";

/** Consecutive windows of a text that go through the model in one run. */
export interface Batch {
  /** Name of the text. */
  readonly text: string;
  /** Windows [from, to). */
  readonly from: number;
  readonly to: number;
  /** Which of the text's aligned batches these windows belong to: 0, 1, 2 … */
  readonly place: number;
  /** Tokens of a window. */
  readonly length: number;
  /** `(to − from) × length` token ids, a view of the text's. */
  readonly tokens: Int32Array;
}

/** Windows of a run that has at least `tokens` tokens. */
export function windowsPerBatch(length: number, tokens: number): number {
  return Math.ceil(tokens / length);
}

/**
 * Cuts the range [from, to) of a text at fixed places, so that asking for different ranges (racing does) meets the same
 * batches, and with them the same cached states, again.
 */
export function batchesOf(
  text: string,
  windows: Windows,
  range: { readonly from: number; readonly to: number },
  perBatch: number,
): Batch[] {
  const batches: Batch[] = [];
  for (let from = range.from; from < range.to; ) {
    const place = Math.floor(from / perBatch);
    const to = Math.min(range.to, (place + 1) * perBatch);
    const tokens = windows.tokens.subarray(from * windows.length, to * windows.length);
    batches.push({ text, from, to, place, length: windows.length, tokens });
    from = to;
  }
  return batches;
}

/** Tokens that a batch predicts: all but the first of every window. */
export function targetsOf(batch: Batch): number {
  return (batch.to - batch.from) * (batch.length - 1);
}
