import { messageOf } from "../../base/errors.ts";
import type { CandidateRef } from "../../protocol/webview.ts";
import { candidateRow, generationRow, groupRow, noteRow, problemRow } from "./child-rows.ts";
import type { RowView } from "./row-view.ts";
import type { SearchBranches } from "./search-branches.ts";
import type { SearchList } from "./search-list.ts";
import type { SearchRows } from "./search-rows.ts";
import type { GroupNode, SearchLine, TreeNode, TreeNodes } from "./tree-nodes.ts";

/** What the tree is made of. */
export interface TreeParts {
  readonly searches: SearchList & { readonly problem: string | undefined };
  readonly rows: SearchRows;
  readonly branches: SearchBranches;
  readonly nodes: TreeNodes;
}

/** The lines of the tree and how they hang together, without an editor. */
export class TreeContent {
  readonly #parts: TreeParts;

  constructor(parts: TreeParts) {
    this.#parts = parts;
  }

  roots(): TreeNode[] {
    const { rows, nodes, searches } = this.#parts;
    const { problem } = searches;
    const above: TreeNode[] = problem === undefined ? [] : [{ kind: "problem", text: problem }];
    return [...above, ...rows.ids.map((id) => nodes.search(id))];
  }

  /** Children are read from the runner; one that cannot answer leaves a line that says so. */
  async children(node: TreeNode): Promise<TreeNode[]> {
    const { nodes } = this.#parts;
    if (node.kind === "search") return [nodes.group(node.search, "best"), nodes.group(node.search, "generations")];
    if (node.kind !== "group") return [];
    try {
      const children = await this.#groupChildren(node);
      return children.length > 0 ? children : [noteBelow(node, "None yet", false)];
    } catch (error) {
      return [noteBelow(node, messageOf(error), true)];
    }
  }

  parent(node: TreeNode): TreeNode | undefined {
    const { nodes } = this.#parts;
    switch (node.kind) {
      case "search":
      case "problem":
        return undefined;
      case "group":
        return nodes.search(node.search);
      case "candidate":
        return nodes.group(node.search, "best");
      case "generation":
        return nodes.group(node.search, "generations");
      case "note":
        return nodes.group(node.search, node.group);
    }
  }

  /** What a line shows; undefined when its search has just gone. */
  row(node: TreeNode): RowView | undefined {
    return node.kind === "problem" ? problemRow(node.text) : this.#rowOfSearch(node);
  }

  #rowOfSearch(node: SearchLine): RowView | undefined {
    const search = this.#parts.searches.find(node.search);
    if (!search) return undefined;
    switch (node.kind) {
      case "search":
        return this.#parts.rows.find(node.search);
      case "group":
        return groupRow(search, node.group);
      case "candidate":
        return candidateRow(search, node.scored);
      case "generation":
        return generationRow(search, node.row);
      case "note":
        return noteRow(`note/${node.group}/${node.search}`, node.text, node.isTrouble);
    }
  }

  /** The line of a candidate: its own among the best, else its search's; undefined when the filter hides that. */
  async lineOf({ search, candidate }: CandidateRef): Promise<TreeNode | undefined> {
    if (!this.#parts.rows.find(search)) return undefined;
    const best = await this.children(this.#parts.nodes.group(search, "best"));
    return (
      best.find((node) => node.kind === "candidate" && node.candidate === candidate) ?? this.#parts.nodes.search(search)
    );
  }

  async #groupChildren({ search, group }: GroupNode): Promise<TreeNode[]> {
    const { branches } = this.#parts;
    if (group === "best") {
      const best = await branches.read(search, "best");
      return best.map((scored) => ({ kind: "candidate", search, candidate: scored.candidate.id, scored }));
    }
    const generations = await branches.read(search, "generations");
    return generations.map((row) => ({ kind: "generation", search, candidate: row.best, row }));
  }
}

function noteBelow({ search, group }: GroupNode, text: string, isTrouble: boolean): TreeNode {
  return { kind: "note", search, group, text, isTrouble };
}
