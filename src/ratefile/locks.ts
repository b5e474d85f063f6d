import { lineEnd } from "./edits.ts";
import type { TextRange } from "./problem.ts";
import { countUpTo } from "./sorted.ts";

/** What is written behind a layer's value to lock it. */
export const LOCK = " # lock";

/** A comment that starts with the word `lock`, however it is capitalised; behind a quote or a brace people forget the blank. */
const lock = /(?<![^\s"'}\]])#[^\S\n]*lock\b/gi;

/**
 * Tells of entries whether they are locked: a comment that starts with the word `lock` stands between the key and the end
 * of the line on which the value ends.
 */
export function locksOf(text: string): (key: TextRange, value: TextRange) => boolean {
  const locks = Array.from(text.matchAll(lock), ({ index }) => index);
  if (locks.length === 0) return () => false;
  return (key, value) => {
    const next = locks[countUpTo(locks, key.end - 1, (at) => at)];
    return next !== undefined && next < lineEnd(text, Math.max(key.end, value.end));
  };
}
