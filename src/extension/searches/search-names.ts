import type { SearchSummary } from "../../protocol/runner.ts";
import { percent } from "../../protocol/text/numbers.ts";
import { modelName } from "./search-text.ts";

/** The parts that searches are told apart by, the first that differs among namesakes being added to the name. */
const distinctions: readonly ((search: SearchSummary) => string)[] = [
  ({ method }) => method,
  ({ objective }) => (objective === "kl" ? "KL" : objective),
  ({ id }) => id.slice(id.lastIndexOf("-") + 1),
];

/** What each search is called: model and target, and for namesakes what tells them apart. */
export function searchNames(searches: readonly SearchSummary[]): ReadonlyMap<string, string> {
  let names = searches.map((search) => ({ search, name: `${modelName(search)} · ${percent(search.target)}` }));
  for (const distinction of distinctions) {
    const groups = Map.groupBy(names, ({ name }) => name);
    const differs = ([, namesakes]: [string, typeof names]) =>
      new Set(namesakes.map(({ search }) => distinction(search))).size > 1;
    const ambiguous = new Set([...groups].filter(differs).map(([name]) => name));
    names = names.map(({ search, name }) => ({
      search,
      name: ambiguous.has(name) ? `${name} · ${distinction(search)}` : name,
    }));
  }
  return new Map(names.map(({ search, name }) => [search.id, name]));
}
