/**
 * The title of a panel's tab: of one search, what the tree calls it. A search that is not known (yet) is called by its id.
 *
 * @param names of all searches
 */
export function panelTitle(searches: readonly string[], names: ReadonlyMap<string, string>): string {
  const [first = ""] = searches;
  if (searches.length > 1) return `Compare ${searches.length} Searches`;
  return names.get(first) ?? `Search ${first}`;
}
