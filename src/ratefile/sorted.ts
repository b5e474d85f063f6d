/** How many elements of a list that ascends by `keyOf` have a key of at most `most`; costs a binary search. */
export function countUpTo<T>(sorted: readonly T[], most: number, keyOf: (element: T) => number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const element = sorted[middle];
    if (element !== undefined && keyOf(element) <= most) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last element of such a list whose key is at most `most`. */
export function lastUpTo<T>(sorted: readonly T[], most: number, keyOf: (element: T) => number): T | undefined {
  return sorted[countUpTo(sorted, most, keyOf) - 1];
}
