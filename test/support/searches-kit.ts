import { Emitter } from "../../src/extension/emitter.ts";
import type { Memento } from "../../src/extension/memento.ts";
import type { Presence, RunnerLink } from "../../src/extension/runner/link.ts";
import type { SearchList, SearchListChange } from "../../src/extension/searches/search-list.ts";
import type { NotificationMap, SearchSummary, Welcome } from "../../src/protocol/runner.ts";

/** A search that runs, half of it done; `changes` go over it. */
export function summaryWith(changes: Partial<SearchSummary> = {}): SearchSummary {
  return {
    id: "20260102-030405-abcd",
    state: "running",
    status: "",
    model: "tiny-llama",
    method: "self-pruner",
    target: 0.3,
    objective: "perplexity",
    generation: 7,
    generations: 20,
    evaluations: 170,
    expectedEvaluations: 430,
    bestFitness: 12.5,
    denseFitness: 10,
    uniformFitness: 15.625,
    elapsed: 83,
    eta: 130,
    llm: { calls: 0, inputTokens: 0, outputTokens: 0, money: 0, faults: {} },
    createdAt: "2026-01-02T03:04:05.000Z",
    endReason: undefined,
    ...changes,
  };
}

/** Searches as a test sets them. */
export class ListStub implements SearchList {
  readonly #changed = new Emitter<SearchListChange>();
  readonly onChanged = this.#changed.event;
  all: readonly SearchSummary[];
  problem: string | undefined;

  constructor(...searches: SearchSummary[]) {
    this.all = searches;
  }

  find(id: string): SearchSummary | undefined {
    return this.all.find((search) => search.id === id);
  }

  async load(): Promise<void> {}

  /** Replaces one search, or adds it in front. */
  put(search: SearchSummary): void {
    const isKnown = this.find(search.id) !== undefined;
    this.all = isKnown ? this.all.map((one) => (one.id === search.id ? search : one)) : [search, ...this.all];
    this.#changed.fire({
      added: isKnown ? [] : [search.id],
      removed: [],
      changed: isKnown ? [search.id] : [],
    });
  }

  /** Something beside the searches became different. */
  tell(): void {
    this.#changed.fire({ added: [], removed: [], changed: [] });
  }

  remove(id: string): void {
    this.all = this.all.filter((search) => search.id !== id);
    this.#changed.fire({ added: [], removed: [id], changed: [] });
  }
}

export const ATTACHED: Presence = { kind: "attached", welcome: { pid: 42, runnerId: "r" } as Welcome };
export const GONE: Presence = { kind: "gone", reason: "The runner (pid 42) has ended." };

export const SILENT: Presence = { kind: "unresponsive", pid: 42, since: 0, welcome: undefined };

/** A link whose runner is the test. */
export class LinkStub {
  readonly #presences = new Emitter<Presence>();
  readonly #changes = new Emitter<NotificationMap["search/changed"]>();
  readonly onPresence = this.#presences.event;
  readonly onSearchChanged = this.#changes.event;
  readonly asked: string[] = [];
  presence: Presence;
  /** What each request is answered with. */
  answer: (name: string, params: Record<string, unknown>) => unknown = () => ({});

  constructor(presence: Presence = ATTACHED) {
    this.presence = presence;
  }

  /** The stub as the link that features take; it has what they use. */
  get link(): RunnerLink {
    return this as unknown as RunnerLink;
  }

  become(presence: Presence): void {
    this.presence = presence;
    this.#presences.fire(presence);
  }

  tell(change: NotificationMap["search/changed"]): void {
    this.#changes.fire(change);
  }

  async attach(): Promise<boolean> {
    this.asked.push("attach");
    return this.presence.kind === "attached";
  }

  async request(name: string, params: Record<string, unknown>): Promise<unknown> {
    this.asked.push([name, ...Object.values(params)].join(" "));
    return this.answer(name, params);
  }
}

/** What a workspace remembers, in memory. */
export function memory(values: Record<string, unknown> = {}): Memento & { readonly values: Record<string, unknown> } {
  return {
    values,
    get: (key) => values[key],
    update: async (key, value) => {
      values[key] = value;
    },
  };
}
