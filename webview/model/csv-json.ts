import type { SearchModel } from "./search-model.ts";

/**
 * Searches as JSON: all that the panel knows of them, with their specification and the protocol of every number. One
 * search is an object, several are a list. The fitness of a model cut to pieces is null.
 */
export function jsonText(searches: readonly SearchModel[]): string {
  const records = searches.map(recordOf);
  return `${JSON.stringify(records.length === 1 ? records[0] : records, null, 1)}\n`;
}

function recordOf({ detail, points, best, generations, top, proposals, tally }: SearchModel): Record<string, unknown> {
  return { ...detail, points, best, generations, top, proposals, tally };
}
