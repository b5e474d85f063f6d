import { UserError } from "../../base/errors.ts";
import type { SearchSummary } from "../../protocol/runner.ts";
import type { CommandHandler } from "../commands.ts";
import type { ApiKeys } from "../keys/api-keys.ts";
import type { Panels, ShowOptions } from "../panel/panels.ts";
import type { RunnerLink } from "../runner/link.ts";
import { candidateIn, type SearchChooser, type Wish } from "./command-targets.ts";
import { deleteQuestion } from "./delete-question.ts";
import { resumeSearch } from "./resume-search.ts";
import type { SearchList } from "./search-list.ts";
import { wishes } from "./wishes.ts";

export interface SearchCommandParts {
  readonly link: RunnerLink;
  readonly searches: SearchList;
  readonly panels: Panels;
  readonly keys: ApiKeys;
  readonly chooser: SearchChooser;
  /** Asks before something is lost. @returns whether it is to be done */
  readonly confirm: (question: string, detail: string, action: string) => Promise<boolean>;
  /** Where the runner does not answer, has another one take its place. @returns false when the person rather waits */
  readonly makeRoom: () => Promise<boolean>;
}

type SearchCommand =
  | "openPanel"
  | "pauseSearch"
  | "resumeSearch"
  | "stopSearch"
  | "deleteSearch"
  | "compareSearches"
  | "showCandidate";

/**
 * What is done with searches. Each command takes the rows of a menu, ids, or nothing, and resolves with what it did:
 * summaries of the searches it steered, ids of those it showed or deleted.
 */
export function searchCommands(parts: SearchCommandParts): Record<`selfPruner.${SearchCommand}`, CommandHandler> {
  const { link, panels, keys, chooser, makeRoom } = parts;
  const all = wishes(() => link.presence);
  const steer =
    (
      wish: Wish,
      act: (id: string) => Promise<SearchSummary | undefined>,
      mayAct: () => Promise<boolean> = async () => true,
    ): CommandHandler =>
    async (...parameters) => {
      const ids = await chooser.choose(parameters, wish);
      const steered = ids.length > 0 && (await mayAct()) ? await inTurn(ids, act) : [];
      return steered.filter((summary) => summary !== undefined);
    };
  return {
    "selfPruner.openPanel": async (...parameters) => {
      const ids = await chooser.choose(parameters, all.any);
      for (const id of ids) panels.open({ searches: [id] }, showOptionsIn(parameters));
      return ids;
    },
    "selfPruner.pauseSearch": steer(all.toPause, (id) => link.request("search/pause", { id })),
    "selfPruner.resumeSearch": steer(all.toResume, (id) => resumeSearch(link, keys, id), makeRoom),
    "selfPruner.stopSearch": steer(all.toStop, (id) => link.request("search/stop", { id })),
    "selfPruner.deleteSearch": async (...parameters) => {
      const ids = await chooser.choose(parameters, all.toDelete);
      return (await mayDelete(parts, ids, parameters)) ? inTurn(ids, (id) => deleteSearch(link, id)) : [];
    },
    "selfPruner.compareSearches": async (...parameters) => {
      const ids = await chooser.chooseSeveral(parameters);
      if (ids.length > 0) panels.open({ searches: ids });
      return ids;
    },
    "selfPruner.showCandidate": (...parameters) => {
      const candidate = candidateIn(parameters);
      if (candidate) panels.select(candidate, showOptionsIn(parameters));
      return candidate;
    },
  };
}

/** A click on a row says that the keyboard stays there; menus give the selected rows in this place. */
function showOptionsIn([, second]: readonly unknown[]): ShowOptions {
  return { preserveFocus: typeof second === "object" && second !== null && "preserveFocus" in second };
}

/** One after the other, so that questions do not cover each other and the first error ends it. */
async function inTurn<Result>(ids: readonly string[], act: (id: string) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (const id of ids) results.push(await act(id));
  return results;
}

/** One that another window has deleted meanwhile is deleted. */
async function deleteSearch(link: RunnerLink, id: string): Promise<string> {
  try {
    await link.request("search/delete", { id });
  } catch (error) {
    if (!(error instanceof UserError && error.code === "search-missing")) throw error;
  }
  return id;
}

/** Asks, unless the command is called with `{ confirmed: true }`. */
async function mayDelete(
  { searches, confirm }: SearchCommandParts,
  ids: readonly string[],
  parameters: readonly unknown[],
): Promise<boolean> {
  if (ids.length === 0) return false;
  if (isConfirmation(parameters[1])) return true;
  const { question, detail } = deleteQuestion(ids, searches.all);
  return confirm(question, detail, "Delete");
}

function isConfirmation(value: unknown): boolean {
  return typeof value === "object" && value !== null && "confirmed" in value && value.confirmed === true;
}
