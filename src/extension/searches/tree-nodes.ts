import type { GenerationRow, ScoredCandidate } from "../../protocol/runner.ts";
import type { GroupName } from "./child-rows.ts";

/** What stands on a line of the tree. Commands of its menus are called with it. */
export type TreeNode =
  | SearchLine
  /** Why the searches could not be read. */
  | { readonly kind: "problem"; readonly text: string };

/** A line of a search. */
export type SearchLine =
  | SearchNode
  | GroupNode
  | {
      readonly kind: "candidate";
      readonly search: string;
      readonly candidate: number;
      readonly scored: ScoredCandidate;
    }
  /** Its candidate is the best one when it ended. */
  | { readonly kind: "generation"; readonly search: string; readonly candidate: number; readonly row: GenerationRow }
  | {
      readonly kind: "note";
      readonly search: string;
      readonly group: GroupName;
      readonly text: string;
      readonly isTrouble: boolean;
    };

export interface SearchNode {
  readonly kind: "search";
  readonly search: string;
}

export interface GroupNode {
  readonly kind: "group";
  readonly search: string;
  readonly group: GroupName;
}

/** One object for each line that is refreshed alone: an editor knows its lines by identity. */
export class TreeNodes {
  readonly #searches = new Map<string, SearchNode>();
  readonly #groups = new Map<string, GroupNode>();

  search(search: string): SearchNode {
    return remembered(this.#searches, search, () => ({ kind: "search", search }));
  }

  group(search: string, group: GroupName): GroupNode {
    return remembered(this.#groups, `${group}/${search}`, () => ({ kind: "group", search, group }));
  }

  forget(search: string): void {
    this.#searches.delete(search);
    this.#groups.delete(`best/${search}`);
    this.#groups.delete(`generations/${search}`);
  }
}

function remembered<Value>(values: Map<string, Value>, key: string, make: () => Value): Value {
  const value = values.get(key) ?? make();
  values.set(key, value);
  return value;
}
