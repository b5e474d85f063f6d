import { UserError } from "../../base/errors.ts";
import { silenceSentence } from "../../protocol/client/silent-runner.ts";
import type { SearchSummary } from "../../protocol/runner.ts";
import type { CandidateRef } from "../../protocol/webview.ts";
import type { Presence } from "../runner/link.ts";
import type { SearchList } from "./search-list.ts";

/** A row of the tree, or what else names a search and perhaps one of its candidates. */
interface Named {
  readonly search: string;
  readonly candidate?: unknown;
}

/**
 * The searches that a command is called with: by a menu of the tree with the row and all selected rows, by others with an
 * id, several ids, or `{ search }`. Empty from the palette and from a key.
 */
export function searchesIn([first, second]: readonly unknown[]): string[] {
  const isSelection = Array.isArray(second) && second.length > 0 && second.every(isNamed);
  const given: readonly unknown[] = isSelection ? second : Array.isArray(first) ? first : [first];
  const ids = given.map((one) => (isNamed(one) ? one.search : one)).filter((id) => typeof id === "string");
  return [...new Set(ids)];
}

/** The candidate that a command is called with: a row of the tree or `{ search, candidate }`. */
export function candidateIn([first]: readonly unknown[]): CandidateRef | undefined {
  if (!isNamed(first) || typeof first.candidate !== "number") return undefined;
  return { search: first.search, candidate: first.candidate };
}

/**
 * What a command was given instead of a question. VS Code calls the buttons of a view's title with the row that has the
 * focus, which answers nothing.
 */
export function answerIn([first]: readonly unknown[]): unknown {
  return first === null || isRow(first) ? undefined : first;
}

function isRow(value: unknown): boolean {
  return typeof value === "object" && value !== null && "kind" in value && (isNamed(value) || value.kind === "problem");
}

function isNamed(value: unknown): value is Named {
  return typeof value === "object" && value !== null && "search" in value && typeof value.search === "string";
}

/** What a command needs of a search, and what a person reads when there is none or several. */
export interface Wish {
  readonly fits: (search: SearchSummary) => boolean;
  /** What is missing and the way out, when no search fits. */
  readonly none: UserError;
  /** Title of the question which one. */
  readonly title: string;
}

/** How a person is asked which of several searches is meant. Resolves with undefined when they give up. */
export interface SearchPicker {
  one(title: string, searches: readonly SearchSummary[]): Promise<string | undefined>;
  /** @param chosen those that are ticked from the start */
  many(
    title: string,
    searches: readonly SearchSummary[],
    chosen: readonly string[],
  ): Promise<readonly string[] | undefined>;
}

export interface ChooserParts {
  readonly searches: SearchList & { readonly problem: string | undefined };
  readonly picker: SearchPicker;
  /** Searches of the selected rows, where a person sees them. */
  readonly selected: () => readonly string[];
  /** Resolves when the list of searches is that of the runner, where there is one. */
  readonly load: () => Promise<void>;
  /** How the window stands with the runner now. */
  readonly presence: () => Presence;
}

/** Finds out which searches a command is meant for. */
export class SearchChooser {
  readonly #parts: ChooserParts;

  constructor(parts: ChooserParts) {
    this.#parts = parts;
  }

  /**
   * Those the command was called with; else the selected ones that fit, the only one that fits, or the one that the
   * person chooses.
   *
   * @returns nothing when the person gave up
   * @throws UserError `none` of the wish, or `runner-away`
   */
  async choose(parameters: readonly unknown[], wish: Wish): Promise<readonly string[]> {
    const given = searchesIn(parameters);
    // What is said of a single search that does not fit is the runner's business: it knows best.
    if (given.length === 1) return given;
    await this.#load();
    const fitting = this.#parts.searches.all.filter(wish.fits);
    if (given.length > 1) return required(among(fitting, given), wish);
    const selected = among(fitting, this.#parts.selected());
    return selected.length > 0 ? selected : this.#ask(fitting, wish);
  }

  /**
   * One search: of several selected rows the person chooses.
   *
   * @returns undefined when they gave up
   * @throws UserError `none` of the wish
   */
  async chooseOne([first]: readonly unknown[], wish: Wish): Promise<string | undefined> {
    const [only, ...others] = await this.choose([first], wish);
    if (only === undefined || others.length === 0) return only;
    const { searches, picker } = this.#parts;
    return picker.one(
      wish.title,
      searches.all.filter(({ id }) => id === only || others.includes(id)),
    );
  }

  /**
   * Several to be compared, in the order of the list.
   *
   * @returns nothing when the person gave up
   * @throws UserError `compare-too-few` when there are not two
   */
  async chooseSeveral(parameters: readonly unknown[]): Promise<readonly string[]> {
    await this.#load();
    const { searches, picker, selected } = this.#parts;
    const [given, rows] = [searchesIn(parameters), selected()];
    const [only, ...others] = given;
    // A button of the view's title is called with one row, however many are selected.
    const isRow = only === undefined || (others.length === 0 && rows.includes(only));
    const chosen = among(searches.all, isRow ? rows : given);
    if (chosen.length > 1) return chosen;
    if (searches.all.length < 2) throw tooFew("There are not two searches to compare.", "Start another one.");
    const picked = await picker.many("Compare which searches?", searches.all, chosen);
    if (!picked) return [];
    if (picked.length < 2) throw tooFew("One search alone cannot be compared.", "Tick at least two.");
    return among(searches.all, picked);
  }

  /** @throws UserError `runner-away` or `searches-unread` when nothing is known because no runner told of them */
  async #load(): Promise<void> {
    await this.#parts.load();
    const { searches, presence } = this.#parts;
    if (searches.all.length > 0) return;
    if (searches.problem !== undefined) throw new UserError("searches-unread", searches.problem);
    const reason = reasonOf(presence());
    if (reason !== undefined) throw new UserError("runner-away", reason, "Show Runners says more and can start one.");
  }

  async #ask(fitting: readonly SearchSummary[], wish: Wish): Promise<readonly string[]> {
    const [only, ...others] = required(
      fitting.map(({ id }) => id),
      wish,
    );
    if (only !== undefined && others.length === 0) return [only];
    const picked = await this.#parts.picker.one(wish.title, fitting);
    return picked === undefined ? [] : [picked];
  }
}

function reasonOf(presence: Presence): string | undefined {
  if (presence.kind === "unresponsive") return silenceSentence(presence.pid, presence.since);
  return "reason" in presence ? presence.reason : undefined;
}

function among(searches: readonly SearchSummary[], ids: readonly string[]): string[] {
  return searches.filter(({ id }) => ids.includes(id)).map(({ id }) => id);
}

function required(ids: string[], { none }: Wish): string[] {
  if (ids.length === 0) throw none;
  return ids;
}

function tooFew(message: string, hint: string): UserError {
  return new UserError("compare-too-few", message, hint);
}
