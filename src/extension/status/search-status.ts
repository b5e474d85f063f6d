import { isDeepStrictEqual } from "node:util";
import * as vscode from "vscode";
import type { RunnerLink } from "../runner/link.ts";
import { awayOf } from "../searches/abilities.ts";
import type { LiveTimes } from "../searches/live-times.ts";
import type { SearchList } from "../searches/search-list.ts";
import { Throttle } from "../searches/throttle.ts";
import { type StatusLine, statusLine } from "./status-line.ts";

/** Milliseconds between two looks at the clock. */
const INTERVAL = 1000;

/** The status bar's item, there only while something is queued, is prepared or runs. */
export class SearchStatus implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem("selfPruner.searches", vscode.StatusBarAlignment.Left);
  readonly #read: () => StatusLine | undefined;
  readonly #throttle = new Throttle(() => this.#update(), INTERVAL);
  readonly #registrations: vscode.Disposable;
  #line: StatusLine | undefined;
  #clock: NodeJS.Timeout | undefined;

  constructor(link: RunnerLink, searches: SearchList, times: LiveTimes) {
    this.#item.name = "Self-Pruner";
    this.#read = () => statusLine(searches.all, (search) => times.of(search), awayOf(link.presence));
    this.#registrations = vscode.Disposable.from(
      this.#item,
      this.#throttle,
      searches.onChanged(() => this.#throttle.ask()),
      link.onPresence(() => this.#throttle.now()),
    );
    this.#throttle.now();
  }

  dispose(): void {
    clearTimeout(this.#clock);
    this.#registrations.dispose();
  }

  #update(): void {
    const line = this.#read();
    clearTimeout(this.#clock);
    if (line) this.#clock = setTimeout(() => this.#throttle.ask(), INTERVAL);
    if (isDeepStrictEqual(line, this.#line)) return;
    this.#line = line;
    if (line) this.#show(line);
    else this.#item.hide();
  }

  #show({ text, tooltip, spoken, only }: StatusLine): void {
    this.#item.text = text;
    this.#item.tooltip = new vscode.MarkdownString(tooltip);
    this.#item.accessibilityInformation = { label: spoken };
    this.#item.command =
      only === undefined
        ? "selfPruner.searches.focus"
        : { command: "selfPruner.openPanel", title: "Open Panel", arguments: [only] };
    this.#item.show();
  }
}
