import { isDeepStrictEqual } from "node:util";
import { messageWithHint, UserError } from "../../base/errors.ts";
import type { NotificationMap, SearchSummary } from "../../protocol/runner.ts";
import { type Disposable, Emitter } from "../emitter.ts";
import type { Presence, RunnerLink } from "../runner/link.ts";
import { afterRunner, hasEnded } from "./interrupted.ts";
import type { SearchList, SearchListChange } from "./search-list.ts";

/** The runner's searches: read when it is attached, and followed from then on. */
export class RunnerSearches implements SearchList, Disposable {
  readonly #link: RunnerLink;
  readonly #mayStart: () => Promise<boolean>;
  readonly #changed = new Emitter<SearchListChange>();
  readonly onChanged = this.#changed.event;
  readonly #registrations: readonly Disposable[];
  #all: readonly SearchSummary[] = [];
  #problem: string | undefined;
  #isAttached = false;
  #reading: Promise<void> = Promise.resolve();
  #readings = 0;
  #look: Promise<boolean> | undefined;

  /** @param mayStart whether there are searches worth starting a runner for, and it is allowed to run here */
  constructor(link: RunnerLink, mayStart: () => Promise<boolean>) {
    this.#link = link;
    this.#mayStart = mayStart;
    this.#registrations = [
      link.onPresence((presence) => this.#meet(presence)),
      link.onSearchChanged((change) => this.#apply(change)),
      this.#changed,
    ];
    this.#meet(link.presence);
  }

  get all(): readonly SearchSummary[] {
    return this.#all;
  }

  /** Why the list could not be read from a runner that is there; undefined when it could. Told as a change of no search. */
  get problem(): string | undefined {
    return this.#problem;
  }

  find(id: string): SearchSummary | undefined {
    return this.#all.find((summary) => summary.id === id);
  }

  /**
   * Resolves when the searches have been read, or cannot be now. The first time a runner is started for it where searches
   * are stored; one that ends later is not started unasked. Why there is none is said by the link's presence.
   */
  async load(): Promise<void> {
    this.#look ??= this.#lookForRunner();
    if (!(await this.#look)) this.#look = undefined;
    await this.#reading;
  }

  /** Reads the list again, where a runner is attached. */
  async reload(): Promise<void> {
    if (this.#isAttached) this.#reading = this.#read();
    await this.load();
  }

  dispose(): void {
    for (const registration of this.#registrations) registration.dispose();
  }

  /** @returns whether this was all that there is to be done about it */
  async #lookForRunner(): Promise<boolean> {
    try {
      if (this.#isAttached || (await this.#link.attach())) return true;
      if (!(await this.#mayStart())) return false;
      // Any request starts a runner; being attached to it, the list is read.
      await this.#link.request("ping", {});
    } catch {
      // The link's presence says it.
    }
    return true;
  }

  #meet(presence: Presence): void {
    const wasAttached = this.#isAttached;
    this.#isAttached = presence.kind === "attached";
    if (hasEnded(presence)) this.#replace(this.#all.map(afterRunner));
    // What a runner could not tell is nothing of one that is not there: its presence says that.
    if (!this.#isAttached) this.#tellProblem(undefined);
    if (!this.#isAttached || wasAttached) return;
    this.#look ??= Promise.resolve(true);
    this.#reading = this.#read();
  }

  async #read(): Promise<void> {
    this.#readings += 1;
    const turn = this.#readings;
    try {
      const { searches } = await this.#link.request("search/list", {});
      // An older reading that is answered late is not used.
      if (turn !== this.#readings) return;
      this.#tellProblem(undefined);
      this.#replace(searches);
    } catch (error) {
      if (turn === this.#readings) this.#tellProblem(isAbsence(error) ? undefined : messageWithHint(error));
    }
  }

  #tellProblem(problem: string | undefined): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    this.#changed.fire({ added: [], removed: [], changed: [] });
  }

  #apply(change: NotificationMap["search/changed"]): void {
    if ("summary" in change) this.#take(change.summary);
    else this.#replace(this.#all.filter(({ id }) => id !== change.id));
  }

  #take(summary: SearchSummary): void {
    this.#replace([...this.#all.filter(({ id }) => id !== summary.id), summary]);
  }

  #replace(next: readonly SearchSummary[]): void {
    const before = new Map(this.#all.map((summary) => [summary.id, summary]));
    const after = new Set(next.map(({ id }) => id));
    const change = {
      added: next.filter(({ id }) => !before.has(id)).map(({ id }) => id),
      removed: [...before.keys()].filter((id) => !after.has(id)),
      changed: next
        .filter((one) => before.has(one.id) && !isDeepStrictEqual(before.get(one.id), one))
        .map(({ id }) => id),
    };
    const isNews = [...change.added, ...change.removed, ...change.changed].length > 0;
    if (isNews) this.#all = next.toSorted(newestFirst);
    if (isNews) this.#changed.fire(change);
  }
}

/** The runner went away again, or fell silent, which its presence says: the list is read when it is back. */
function isAbsence(error: unknown): boolean {
  return error instanceof UserError && (error.code === "runner-gone" || error.code === "runner-silent");
}

function newestFirst(one: SearchSummary, other: SearchSummary): number {
  return compareText(other.createdAt, one.createdAt) || compareText(other.id, one.id);
}

function compareText(one: string, other: string): number {
  return Number(one > other) - Number(one < other);
}
