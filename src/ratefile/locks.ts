import type { TextRange } from "./problem.ts";

/** What is written behind a layer's value to lock it. */
export const LOCK = " # lock";

const lock = /(?:^|\s)#\s*lock\b/;

/**
 * Tells of entries whether they are locked: a comment that starts with the word `lock` stands behind the key or behind
 * the end of the value.
 */
export function locksOf(text: string): (key: TextRange, value: TextRange) => boolean {
  if (!lock.test(text)) return () => false;
  const behind = (offset: number): string => {
    const end = text.indexOf("\n", offset);
    return text.slice(offset, end < 0 ? text.length : end);
  };
  return (key, value) => lock.test(behind(key.end)) || lock.test(behind(value.end));
}
