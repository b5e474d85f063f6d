import { isSameFile } from "../../base/file-key.ts";
import type { RateFileKnowledge } from "../../protocol/language-server.ts";
import type { SearchDetail, SearchSummary } from "../../protocol/runner.ts";
import { percent } from "../../protocol/text/numbers.ts";
import type { RunnerLink } from "../runner/link.ts";
import type { SearchList } from "../searches/search-list.ts";

/** The method whose rates follow from what was measured of the model's layers. */
const METHOD = "owl";

/** Rates that OWL measured of a model, from the searches that ran: completion proposes them in a rate file. */
export class MeasuredSchedules {
  readonly #link: Pick<RunnerLink, "presence" | "request">;
  readonly #searches: SearchList;
  readonly #details = new Map<string, Promise<SearchDetail | undefined>>();

  constructor(link: Pick<RunnerLink, "presence" | "request">, searches: SearchList) {
    this.#link = link;
    this.#searches = searches;
  }

  /** Whether a change of the list can have brought a schedule. */
  isTouchedBy(ids: readonly string[]): boolean {
    return ids.some((id) => isMeasured(this.#searches.find(id)));
  }

  /** @param folder absolute path of the model */
  async of(folder: string): Promise<RateFileKnowledge["schedules"]> {
    const details = await Promise.all(this.#searches.all.filter(isMeasured).map(({ id }) => this.#detail(id)));
    return details.flatMap((detail) => {
      if (!detail?.bestRates || !isSameFile(detail.spec.model, folder)) return [];
      return [{ title: `OWL, measured at ${percent(detail.spec.target)}`, rates: detail.bestRates }];
    });
  }

  /** A finished search stays as it is, so it is asked for once; never by starting a runner. */
  #detail(id: string): Promise<SearchDetail | undefined> {
    const known = this.#details.get(id);
    if (known || this.#link.presence.kind !== "attached") return known ?? Promise.resolve(undefined);
    const asked = this.#link.request("search/get", { id }).catch(() => {
      this.#details.delete(id);
      return undefined;
    });
    this.#details.set(id, asked);
    return asked;
  }
}

function isMeasured(search: SearchSummary | undefined): boolean {
  return search?.method === METHOD && search.state === "finished";
}
