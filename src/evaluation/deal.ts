import type { Windows } from "./engine.ts";

/** Windows [from, to). */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * The share of one engine: windows `engine`, `engine + engines`, … So that each range of windows, however short, falls on
 * all engines alike, and is one range again among the windows that an engine was dealt.
 */
export function dealtWindows(windows: Windows, engine: number, engines: number): Windows {
  const { count, length, tokens } = windows;
  const { to } = dealtRange({ from: 0, to: count }, engine, engines);
  const dealt = new Int32Array(to * length);
  for (let index = 0; index < to; index++) {
    const window = engine + index * engines;
    dealt.set(tokens.subarray(window * length, (window + 1) * length), index * length);
  }
  return { count: to, length, tokens: dealt };
}

/** The part of a range of all windows that one engine was dealt, as a range of its own windows. */
export function dealtRange(range: Range, engine: number, engines: number): Range {
  const before = (window: number): number => Math.max(0, Math.ceil((window - engine) / engines));
  return { from: before(range.from), to: before(range.to) };
}

/** Puts the engines' losses of a range back into the order of the windows. */
export function gatherLosses(range: Range, shares: readonly Float64Array[]): number[] {
  const engines = shares.length;
  return Array.from({ length: range.to - range.from }, (_, offset) => {
    const window = range.from + offset;
    const engine = window % engines;
    const index = Math.floor(window / engines) - dealtRange(range, engine, engines).from;
    return shares[engine]?.[index] ?? Number.NaN;
  });
}

/** Cuts windows into portions of `size`, the last one aside. */
export function portionsOf(windows: Windows, size: number): Windows[] {
  const { count, length, tokens } = windows;
  return Array.from({ length: Math.ceil(count / size) }, (_, portion) => {
    const from = portion * size;
    const to = Math.min(count, from + size);
    return { count: to - from, length, tokens: tokens.slice(from * length, to * length) };
  });
}
