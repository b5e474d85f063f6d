/** The known word that `word` was probably meant to be: at most two typing errors away, and not a wholly other word. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  // Nobody mistypes a key by more than this, and the distance costs length × length.
  if (word.length > 32) return undefined;
  const synonym = synonyms.get(word.toLowerCase());
  if (synonym !== undefined && known.includes(synonym)) return synonym;
  const nearest = known
    .map((candidate) => ({ candidate, errors: editDistance(word.toLowerCase(), candidate) }))
    .sort((a, b) => a.errors - b.errors)[0];
  if (!nearest || nearest.errors > Math.min(2, nearest.candidate.length - 1)) return undefined;
  return nearest.candidate;
}

/** Other words for the same: what the halves of a block are called elsewhere. */
const synonyms: ReadonlyMap<string, string> = new Map([
  ["attn", "attention"],
  ["self_attn", "attention"],
  ["heads", "attention"],
  ["ffn", "mlp"],
  ["feed_forward", "mlp"],
  ["neurons", "mlp"],
]);

/** Levenshtein distance, one row at a time. */
function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}
