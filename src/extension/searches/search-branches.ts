import { isDeepStrictEqual } from "node:util";
import type { GenerationRow, ScoredCandidate, SearchSummary } from "../../protocol/runner.ts";
import { type Disposable, Emitter } from "../emitter.ts";
import type { RunnerLink } from "../runner/link.ts";
import type { GroupName } from "./child-rows.ts";
import type { SearchList } from "./search-list.ts";

/** Children of each kind that a tree shows. */
const LIMITS = { best: 10, generations: 50 } as const;
/** Milliseconds between two readings of the same children. */
const INTERVAL = 2000;

/** What hangs below a group of a search. */
export interface Branch {
  readonly best: readonly ScoredCandidate[];
  readonly generations: readonly GenerationRow[];
}

/** Which group has other children now. */
export interface BranchChange {
  readonly search: string;
  readonly group: GroupName;
}

interface Stored {
  rows: Branch[GroupName];
  /** How far the search was when they were read. */
  progress: string;
  readAt: number;
  isReading: boolean;
}

/**
 * The children of searches, read when somebody looks at them. Those of a search that goes on are read again, not more
 * often than every two seconds, and only as long as they are asked for.
 */
export class SearchBranches implements Disposable {
  readonly #link: Pick<RunnerLink, "request">;
  readonly #searches: SearchList;
  readonly #now: () => number;
  readonly #changed = new Emitter<BranchChange>();
  readonly onChanged = this.#changed.event;
  readonly #stored = new Map<string, Stored>();
  /** What could not be read when it was looked at first, by its key. */
  readonly #failed = new Map<string, BranchChange>();
  readonly #registration: Disposable;

  /** @param now milliseconds of any clock */
  constructor(link: Pick<RunnerLink, "request">, searches: SearchList, now: () => number = () => performance.now()) {
    this.#link = link;
    this.#searches = searches;
    this.#now = now;
    this.#registration = searches.onChanged(({ removed }) => {
      for (const id of removed) this.#forget(id);
    });
  }

  /**
   * The children of a group. What was read before is given at once; when the search has come further, it is read again
   * and told as a change.
   *
   * @throws UserError as the runner words it, when they were never read
   */
  async read<Group extends GroupName>(search: string, group: Group): Promise<Branch[Group]> {
    const stored = this.#stored.get(keyOf(search, group));
    if (!stored) return (await this.#readFirst(search, group)) as Branch[Group];
    this.#refresh(search, group, stored);
    return stored.rows as Branch[Group];
  }

  /** The runner is there (again): what could not be read is told as a change, so that it is looked at again. */
  retry(): void {
    const failed = [...this.#failed.values()];
    this.#failed.clear();
    for (const change of failed) this.#changed.fire(change);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
    this.#stored.clear();
    this.#failed.clear();
  }

  async #readFirst(search: string, group: GroupName): Promise<Branch[GroupName]> {
    const progress = progressOf(this.#searches.find(search));
    const readAt = this.#now();
    const key = keyOf(search, group);
    try {
      const rows = await this.#request(search, group);
      // One that was deleted meanwhile is forgotten already.
      if (this.#searches.find(search)) this.#stored.set(key, { rows, progress, readAt, isReading: false });
      return rows;
    } catch (error) {
      if (this.#searches.find(search)) this.#failed.set(key, { search, group });
      throw error;
    }
  }

  #refresh(search: string, group: GroupName, stored: Stored): void {
    const progress = progressOf(this.#searches.find(search));
    const now = this.#now();
    if (stored.isReading || progress === stored.progress || now - stored.readAt < INTERVAL) return;
    stored.isReading = true;
    stored.readAt = now;
    void this.#readAgain(search, group, stored, progress);
  }

  async #readAgain(search: string, group: GroupName, stored: Stored, progress: string): Promise<void> {
    try {
      const rows = await this.#request(search, group);
      const isNews = !isDeepStrictEqual(rows, stored.rows);
      stored.rows = rows;
      stored.progress = progress;
      if (isNews) this.#changed.fire({ search, group });
    } catch {
      // The runner is away, which the tree says; what was read stays.
    } finally {
      stored.isReading = false;
    }
  }

  async #request(id: string, group: GroupName): Promise<Branch[GroupName]> {
    if (group === "best") return (await this.#link.request("search/best", { id, limit: LIMITS.best })).candidates;
    return (await this.#link.request("search/generations", { id, limit: LIMITS.generations })).generations;
  }

  #forget(search: string): void {
    for (const group of ["best", "generations"] as const) {
      this.#stored.delete(keyOf(search, group));
      this.#failed.delete(keyOf(search, group));
    }
  }
}

function keyOf(search: string, group: GroupName): string {
  return `${group}/${search}`;
}

/** Differs whenever the children could. */
function progressOf(summary: SearchSummary | undefined): string {
  return summary ? `${summary.generation} ${summary.evaluations} ${summary.bestFitness}` : "";
}
