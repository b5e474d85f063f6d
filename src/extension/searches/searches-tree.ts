import * as vscode from "vscode";
import type { CandidateRef } from "../../protocol/webview.ts";
import { ContextKeys } from "./context-keys.ts";
import { candidateUri, PointedLines } from "./pointed-lines.ts";
import type { RowView } from "./row-view.ts";
import type { SearchesModel } from "./searches-model.ts";
import type { TreeNode } from "./tree-nodes.ts";
import type { ViewFacts } from "./view-facts.ts";

const VIEW = "selfPruner.searches";
const CLICK = { preserveFocus: true };

/** The view "Searches": hands a {@link SearchesModel} to VS Code. */
export class SearchesTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #model: SearchesModel;
  readonly #changed = new vscode.EventEmitter<TreeNode[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #pointed = new PointedLines();
  readonly #view: vscode.TreeView<TreeNode>;
  readonly #keys = new ContextKeys((key, value) => void vscode.commands.executeCommand("setContext", key, value));
  readonly #registrations: vscode.Disposable;

  constructor(model: SearchesModel) {
    this.#model = model;
    this.#view = vscode.window.createTreeView(VIEW, {
      treeDataProvider: this,
      canSelectMany: true,
      showCollapseAll: true,
    });
    this.#registrations = vscode.Disposable.from(
      model.onLinesChanged((lines) => this.#changed.fire(lines && [...lines])),
      model.onFactsChanged((facts) => this.#show(facts)),
      // A runner may be started for the searches now.
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire(undefined)),
      this.#view,
      this.#changed,
      this.#pointed,
    );
    this.#show(model.facts);
  }

  /** Selected lines, as long as a person sees them. */
  get selection(): readonly TreeNode[] {
    return this.#view.visible ? this.#view.selection : [];
  }

  /** Puts the keyboard's focus on the view. */
  async focus(): Promise<void> {
    await vscode.commands.executeCommand(`${VIEW}.focus`);
  }

  /** Selects a candidate's line where the view is open; nothing is opened for it. */
  async reveal(selected: CandidateRef): Promise<void> {
    if (!this.#view.visible) return;
    const line = await this.#model.content.lineOf(selected);
    try {
      if (line) await this.#view.reveal(line, { select: true, focus: false });
    } catch {
      // The lines became others meanwhile, in which case there is nothing to select: no fault of the person who chose.
    }
  }

  /** Marks a candidate's lines, or none any more. */
  point(at: CandidateRef | undefined): void {
    this.#pointed.point(at);
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node) return this.#model.content.children(node);
    await this.#model.load();
    return this.#model.content.roots();
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return this.#model.content.parent(node);
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const row = this.#model.content.row(node);
    const item = row ? treeItemOf(row, commandOf(node)) : new vscode.TreeItem("");
    if ("candidate" in node) item.resourceUri = candidateUri(node);
    return item;
  }

  dispose(): void {
    this.#registrations.dispose();
  }

  #show({ badge, message, description, keys }: ViewFacts): void {
    this.#keys.update(keys);
    this.#view.badge = badge;
    this.#view.message = message ?? "";
    this.#view.description = description ?? "";
  }
}

function treeItemOf(row: RowView, command: vscode.Command | undefined): vscode.TreeItem {
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(row.label, row.isExpandable ? Collapsed : None);
  const { id, color } = row.icon;
  item.id = row.id;
  item.description = row.description;
  item.iconPath = new vscode.ThemeIcon(id, color === undefined ? undefined : new vscode.ThemeColor(color));
  if (row.tooltip) item.tooltip = new vscode.MarkdownString(row.tooltip);
  item.contextValue = row.contextValue;
  item.accessibilityInformation = { label: row.spoken };
  if (command) item.command = command;
  return item;
}

/** What a click does: as with the files of the explorer, the keyboard stays in the tree. */
function commandOf(node: TreeNode): vscode.Command | undefined {
  switch (node.kind) {
    case "search":
      return { command: "selfPruner.openPanel", title: "Open Panel", arguments: [node, CLICK] };
    case "candidate":
    case "generation":
      return { command: "selfPruner.showCandidate", title: "Show in Panel", arguments: [node, CLICK] };
    case "problem":
      return { command: "selfPruner.reloadSearches", title: "Try Again" };
    case "group":
    case "note":
      return undefined;
  }
}
