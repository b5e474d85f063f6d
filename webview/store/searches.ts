import type { CandidateDetail, NotificationMap, SearchSnapshot, SearchSummary } from "../../src/protocol/runner.ts";
import type { CandidateRef, WebviewMessage } from "../../src/protocol/webview.ts";
import { FoldedSearch, type FoldResult } from "../model/fold.ts";
import type { SearchModel } from "../model/search-model.ts";

/** How what is missing is asked for. */
interface Requests {
  post(message: WebviewMessage): void;
  /** Width of the charts in device pixels. */
  width(): number;
}

/** The searches of a panel, kept whole: gaps and unknown candidates are asked for, each once until it has come. */
export class Searches {
  readonly #ids: readonly string[];
  readonly #requests: Requests;
  readonly #models = new Map<string, FoldedSearch>();
  readonly #missing = new Map<string, string>();
  readonly #resyncing = new Set<string>();
  /** Candidate that each search waits for. */
  readonly #unknown = new Map<string, number>();

  constructor(ids: readonly string[], requests: Requests) {
    this.#ids = ids;
    this.#requests = requests;
  }

  /** Those that have arrived, in the order of the panel's list. */
  get models(): readonly SearchModel[] {
    return this.#ids.map((id) => this.#models.get(id)).filter((model) => model !== undefined);
  }

  get missing(): ReadonlyMap<string, string> {
    return new Map(this.#missing);
  }

  begin(id: string, snapshot: SearchSnapshot): void {
    if (!this.#ids.includes(id)) return;
    this.#models.set(id, new FoldedSearch(snapshot));
    this.#missing.delete(id);
    this.#resyncing.delete(id);
    this.#unknown.delete(id);
  }

  fold(batch: NotificationMap["search/events"]): void {
    const model = this.#models.get(batch.id);
    if (model && !this.#resyncing.has(batch.id)) this.#mend(batch.id, model.fold(batch));
  }

  summarise(summary: SearchSummary): void {
    this.#models.get(summary.id)?.summarise(summary);
  }

  /** A search that cannot be read any more; what was read of it stays. */
  lose(id: string, text: string): void {
    if (!this.#ids.includes(id)) return;
    this.#missing.set(id, text);
    this.#resyncing.delete(id);
  }

  /** A candidate that came, which a search may be waiting for. */
  learn({ search, candidate }: CandidateRef, detail: CandidateDetail): void {
    const model = this.#models.get(search);
    if (!model || this.#unknown.get(search) !== candidate) return;
    this.#unknown.delete(search);
    this.#mend(search, model.learn(detail.candidate));
  }

  /** Something that was asked for cannot be had: what waits for a candidate begins anew instead. */
  giveUp(): void {
    for (const id of this.#unknown.keys()) this.#resync(id);
    this.#unknown.clear();
  }

  #mend(search: string, result: FoldResult): void {
    if (result.kind === "gap") this.#resync(search);
    if (result.kind !== "unknown" || this.#unknown.get(search) === result.candidate) return;
    this.#unknown.set(search, result.candidate);
    this.#requests.post({ type: "askCandidate", ref: { search, candidate: result.candidate } });
  }

  #resync(id: string): void {
    if (this.#resyncing.has(id)) return;
    this.#resyncing.add(id);
    this.#requests.post({ type: "resync", id, width: this.#requests.width() });
  }
}
