import * as vscode from "vscode";
import type { CandidateRef, PanelState } from "../../protocol/webview.ts";
import { Emitter } from "../emitter.ts";
import type { SearchList } from "../searches/search-list.ts";
import { searchNames } from "../searches/search-names.ts";
import { panelIcon } from "./panel-icon.ts";
import { panelTitle } from "./panel-title.ts";
import type { Panels, ShowOptions } from "./panels.ts";
import { type PanelServices, SearchPanel } from "./search-panel.ts";

const VIEW_TYPE = "selfPruner.search";

type Services = Omit<PanelServices, "onSelected" | "onHovered">;

/** The panels of this window, kept over a reload by VS Code's serializer. */
export class SearchPanels implements Panels, vscode.Disposable {
  readonly #services: Services;
  readonly #list: SearchList;
  /** By {@link keyOf}. */
  readonly #panels = new Map<string, { readonly searches: readonly string[]; readonly panel: SearchPanel }>();
  readonly #selected = new Emitter<CandidateRef>();
  readonly onSelected = this.#selected.event;
  readonly #hovered = new Emitter<CandidateRef | undefined>();
  readonly onHovered = this.#hovered.event;
  readonly #registrations: vscode.Disposable;

  constructor(services: Services, list: SearchList) {
    this.#services = services;
    this.#list = list;
    this.#registrations = vscode.Disposable.from(
      vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
        deserializeWebviewPanel: (panel, kept: unknown) => this.#restore(panel, kept),
      }),
      list.onChanged(({ added, removed }) => {
        if (added.length + removed.length > 0) this.#rename();
      }),
      // What could not be shown because no runner may be started can be now.
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        for (const { panel } of this.#panels.values()) panel.retry();
      }),
    );
  }

  open(state: PanelState, { preserveFocus = false }: ShowOptions = {}): void {
    const open = this.#panels.get(keyOf(state.searches))?.panel;
    if (!open) this.#adopt(this.#create(state, preserveFocus), state);
    else if (state.selected) open.select(state.selected);
    open?.reveal(preserveFocus);
  }

  select(selected: CandidateRef, options?: ShowOptions): void {
    this.open({ searches: [selected.search], selected }, options);
  }

  dispose(): void {
    this.#registrations.dispose();
    this.#selected.dispose();
    this.#hovered.dispose();
  }

  #create({ searches }: PanelState, preserveFocus: boolean): vscode.WebviewPanel {
    const place = { viewColumn: vscode.ViewColumn.Active, preserveFocus };
    return vscode.window.createWebviewPanel(VIEW_TYPE, this.#titleOf(searches), place, {
      retainContextWhenHidden: false,
    });
  }

  #adopt(panel: vscode.WebviewPanel, state: PanelState): void {
    const key = keyOf(state.searches);
    panel.iconPath = panelIcon(this.#services.extensionUri);
    const own = new SearchPanel(
      {
        ...this.#services,
        onSelected: (selected) => this.#selected.fire(selected),
        onHovered: (hovered) => this.#hovered.fire(hovered),
      },
      panel,
      state,
    );
    this.#panels.set(key, { searches: state.searches, panel: own });
    panel.onDidDispose(() => this.#panels.delete(key));
  }

  /** A tab from before the window was reloaded. One whose state cannot be read would stay empty for good. */
  async #restore(panel: vscode.WebviewPanel, kept: unknown): Promise<void> {
    const { readPanelState } = await import("./webview-message.ts");
    const state = readPanelState(kept);
    if (!state || this.#panels.has(keyOf(state.searches))) panel.dispose();
    else this.#adopt(panel, state);
  }

  /** Names depend on the other searches there are. A search that was deleted keeps the name it had. */
  #rename(): void {
    const names = searchNames(this.#list.all);
    for (const { searches, panel } of this.#panels.values()) {
      if (searches.every((id) => names.has(id))) panel.title = panelTitle(searches, names);
    }
  }

  #titleOf(searches: readonly string[]): string {
    return panelTitle(searches, searchNames(this.#list.all));
  }
}

function keyOf(searches: readonly string[]): string {
  return searches.join(" ");
}
