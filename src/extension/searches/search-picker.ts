import * as vscode from "vscode";
import type { SearchSummary } from "../../protocol/runner.ts";
import type { Away } from "./abilities.ts";
import type { SearchPicker } from "./command-targets.ts";
import type { LiveTimes } from "./live-times.ts";
import { searchNames } from "./search-names.ts";
import { searchRow } from "./search-row.ts";

interface SearchItem extends vscode.QuickPickItem {
  readonly search: string;
}

/** Asks which searches are meant, showing each as the tree does. */
export function quickPicker(times: LiveTimes, awayNow: () => Away | undefined): SearchPicker {
  const itemsOf = (searches: readonly SearchSummary[]): SearchItem[] => {
    const names = searchNames(searches);
    return searches.map((summary) => {
      const context = { name: names.get(summary.id) ?? summary.id, times: times.of(summary), away: awayNow() };
      const { label, description, icon } = searchRow(summary, context);
      return { label: `$(${icon.id}) ${label}`, description, search: summary.id };
    });
  };
  return {
    async one(title, searches) {
      const options = { title, placeHolder: "Model, target or state", matchOnDescription: true };
      return (await vscode.window.showQuickPick(itemsOf(searches), options))?.search;
    },
    async many(title, searches, chosen) {
      const items = itemsOf(searches).map((item) => ({ ...item, picked: chosen.includes(item.search) }));
      const options = { title, canPickMany: true, matchOnDescription: true } as const;
      return (await vscode.window.showQuickPick(items, options))?.map(({ search }) => search);
    },
  };
}

/** Asks in a dialog before something is lost. */
export async function confirm(question: string, detail: string, action: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, action)) === action;
}
