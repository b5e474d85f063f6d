/**
 * Cuts a text into pieces that byte-pair encoding treats alike whether it sees them one by one or all together.
 *
 * A Llama-type tokenizer has no pre-tokenizer, so byte-pair encoding meets a whole text as one word: a priority queue of a
 * million pairs and no use for the cache of words. But a merge (left, right) joins two neighbours only where the last
 * character of `left` meets the first character of `right`, whatever was merged before. Between two characters that meet
 * in no merge, no merge can ever happen; and merges on the two sides of such a place do not depend on each other, since a
 * merge looks at nothing but its two neighbours and the order within each side stays that of rank and position. So the
 * tokens of the text are the tokens of the pieces, one after the other.
 *
 * @param merges the merge table, in any order
 * @returns the cutter: `pieces.join("") === text`
 */
export function mergeJunctions(merges: Iterable<readonly [left: string, right: string]>): (text: string) => string[] {
  const junctions = new Set<number>();
  for (const [left, right] of merges) junctions.add(junction(lastCodePoint(left), right.codePointAt(0) ?? 0));
  return (text) => cut(text, junctions);
}

function cut(text: string, junctions: ReadonlySet<number>): string[] {
  const pieces: string[] = [];
  let start = 0;
  let previous = text.codePointAt(0) ?? 0;
  for (let at = width(previous); at < text.length; ) {
    const next = text.codePointAt(at) ?? 0;
    if (!junctions.has(junction(previous, next))) {
      pieces.push(text.slice(start, at));
      start = at;
    }
    previous = next;
    at += width(next);
  }
  if (start < text.length) pieces.push(text.slice(start));
  return pieces;
}

/** Two code points as one number: a set of numbers is looked up without building a string per character. */
function junction(left: number, right: number): number {
  return left * 0x110000 + right;
}

function lastCodePoint(text: string): number {
  const pair = text.codePointAt(text.length - 2) ?? 0;
  return pair > 0xffff ? pair : text.charCodeAt(text.length - 1);
}

/** UTF-16 units of a code point. */
function width(codePoint: number): number {
  return codePoint > 0xffff ? 2 : 1;
}
