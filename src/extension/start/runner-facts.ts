import type {
  Catalog,
  DraftedSearch,
  ModelDescription,
  RequestMap,
  SearchDraft,
  SearchSummary,
} from "../../protocol/runner.ts";
import type { RunnerPort } from "./runner-port.ts";

/** What the runner was asked once and need not be asked again while a person answers questions. */
export class RunnerFacts {
  /** Starts the runner when none runs. */
  readonly catalog: () => Promise<Catalog>;
  readonly describe: (path: string) => Promise<ModelDescription>;
  /** Completed and estimated; the one that was looked at is the one that is started. */
  readonly draft: (draft: SearchDraft) => Promise<DraftedSearch>;
  readonly #runner: RunnerPort;

  constructor(runner: RunnerPort) {
    this.#runner = runner;
    const catalogs = remembered(() => runner.request("catalog", {}));
    this.catalog = () => catalogs("");
    const drafts = remembered((draft) => runner.request("search/draft", JSON.parse(draft)));
    this.draft = (draft) => drafts(JSON.stringify(draft));
    this.describe = remembered((path) => runner.request("model/describe", { path }));
  }

  /**
   * Has the runner, once it is there, try its devices out, which takes seconds: it knows them when a draft is asked for.
   * What is wrong with one is told by the draft.
   */
  async tryDevice(device: RequestMap["device/resolve"]["params"]["device"]): Promise<void> {
    try {
      await this.catalog();
      await this.#runner.request("device/resolve", { device, dtype: "fp32" });
    } catch {
      // The questions tell what is in the way of a runner.
    }
  }

  /** Newest first. */
  async searches(): Promise<readonly SearchSummary[]> {
    const { searches } = await this.#runner.request("search/list", {});
    return searches.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  }
}

/** Asks once for each key. A failure is not kept: the next question may find what this one did not. */
function remembered<T>(ask: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const asked = new Map<string, Promise<T>>();
  return (key) => {
    const answer = asked.get(key) ?? ask(key);
    asked.set(key, answer);
    answer.catch(() => asked.delete(key));
    return answer;
  };
}
