import { type Disposable, Emitter } from "../emitter.ts";
import type { RunnerLink } from "../runner/link.ts";
import { awayOf } from "./abilities.ts";
import type { LiveTimes } from "./live-times.ts";
import { SearchBranches } from "./search-branches.ts";
import type { SearchList } from "./search-list.ts";
import { SearchRows } from "./search-rows.ts";
import { Throttle } from "./throttle.ts";
import { TreeContent } from "./tree-content.ts";
import { type TreeNode, TreeNodes } from "./tree-nodes.ts";
import { type ViewFacts, viewFacts } from "./view-facts.ts";
import type { ViewSettings } from "./view-settings.ts";

/** Milliseconds between two updates of the lines while a search goes on; a new state is shown at once. */
const INTERVAL = 1000;
/** Milliseconds after which the clock of a running search is shown anew when the runner tells nothing. */
const CLOCK = 10_000;

export interface ModelParts {
  readonly link: RunnerLink;
  readonly searches: SearchList & { readonly problem: string | undefined; load(): Promise<void> };
  readonly settings: ViewSettings;
  readonly times: LiveTimes;
}

/** The tree of searches without an editor: its lines, what is around them, and what each update changes. */
export class SearchesModel implements Disposable {
  readonly #parts: ModelParts;
  readonly #rows: SearchRows;
  readonly #nodes = new TreeNodes();
  readonly content: TreeContent;
  readonly #linesChanged = new Emitter<readonly TreeNode[] | undefined>();
  /** Lines that show something else now; undefined when lines came, went or changed places. */
  readonly onLinesChanged = this.#linesChanged.event;
  readonly #factsChanged = new Emitter<ViewFacts>();
  readonly onFactsChanged = this.#factsChanged.event;
  readonly #throttle = new Throttle(() => this.#update(), INTERVAL);
  readonly #clock: NodeJS.Timeout;
  readonly #registrations: readonly Disposable[];
  /** As it was shown last. */
  #states: string;
  #problem: string | undefined;
  #isKnown = false;

  constructor(parts: ModelParts) {
    const { link, searches, settings, times } = parts;
    this.#parts = parts;
    this.#rows = new SearchRows(times);
    this.#states = statesOf(searches);
    const branches = new SearchBranches(link, searches);
    this.content = new TreeContent({ searches, rows: this.#rows, branches, nodes: this.#nodes });
    this.#registrations = [
      searches.onChanged(({ removed }) => {
        for (const id of removed) this.#nodes.forget(id);
        this.#searchesChanged();
      }),
      link.onPresence(({ kind }) => {
        this.#throttle.now();
        if (kind === "attached") branches.retry();
      }),
      settings.onChanged(() => this.#throttle.now()),
      branches.onChanged(({ search, group }) => this.#linesChanged.fire([this.#nodes.group(search, group)])),
      branches,
      this.#throttle,
      this.#linesChanged,
      this.#factsChanged,
    ];
    this.#clock = setInterval(() => this.#tick(), CLOCK);
    // A window that closes does not wait for it.
    this.#clock.unref();
    this.#throttle.now();
  }

  /** Searches shown. */
  get shown(): readonly string[] {
    return this.#rows.ids;
  }

  get facts(): ViewFacts {
    const { searches, settings, link } = this.#parts;
    return viewFacts({
      searches: searches.all,
      shown: this.#rows.ids.length,
      filter: settings.filter,
      presence: link.presence,
      isKnown: this.#isKnown,
      problem: searches.problem,
    });
  }

  /** Looks for the searches; resolves when the lines are those there are. */
  async load(): Promise<void> {
    await this.#parts.searches.load();
    this.#isKnown = true;
    this.#throttle.now();
  }

  dispose(): void {
    clearInterval(this.#clock);
    for (const registration of this.#registrations) registration.dispose();
  }

  #searchesChanged(): void {
    const states = statesOf(this.#parts.searches);
    if (states === this.#states && this.#parts.searches.problem === this.#problem) this.#throttle.ask();
    else this.#throttle.now();
    this.#states = states;
  }

  #tick(): void {
    if (this.#parts.searches.all.some(({ state }) => state === "running")) this.#throttle.ask();
  }

  #update(): void {
    const { searches, settings, link } = this.#parts;
    const { order, filter } = settings;
    const source = { searches: searches.all, order, filter, away: awayOf(link.presence) };
    const { isRearranged, changed } = this.#rows.update(source);
    const isOtherProblem = searches.problem !== this.#problem;
    this.#problem = searches.problem;
    this.#factsChanged.fire(this.facts);
    if (isRearranged || isOtherProblem) this.#linesChanged.fire(undefined);
    else if (changed.length > 0) this.#linesChanged.fire(changed.map((id) => this.#nodes.search(id)));
  }
}

function statesOf({ all }: SearchList): string {
  return all.map(({ id, state }) => `${id} ${state}`).join();
}
