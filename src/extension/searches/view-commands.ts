import * as vscode from "vscode";
import type { CommandHandler } from "../commands.ts";
import { type Filter, NO_FILTER, ORDERS, type Order, STATE_GROUPS, type StateGroup } from "./arrange.ts";
import { answerIn } from "./command-targets.ts";
import { filterFrom, type ViewSettings } from "./view-settings.ts";

const orderNames: Readonly<Record<Order, string>> = {
  newest: "Newest first",
  state: "By state, running first",
  fitness: "By best fitness, compared with uniform rates",
  model: "By model and target",
};

const stateNames: Readonly<Record<StateGroup, string>> = {
  active: "Queued or running",
  paused: "Paused",
  finished: "Finished",
  stopped: "Stopped",
  failed: "Failed or interrupted",
};

/**
 * How the tree is sorted and filtered. `sortSearches` takes an order and `filterSearches` a filter instead of asking;
 * both resolve with what holds now.
 */
export function viewCommands(
  settings: ViewSettings,
): Record<`selfPruner.${"sortSearches" | "filterSearches" | "clearFilter"}`, CommandHandler> {
  return {
    "selfPruner.sortSearches": async (wanted) => {
      const order = ORDERS.find((one) => one === wanted) ?? (await askOrder(settings.order));
      if (order) await settings.setOrder(order);
      return settings.order;
    },
    "selfPruner.filterSearches": async (...parameters) => {
      const wanted = answerIn(parameters);
      const filter = wanted === undefined ? await askFilter(settings.filter) : filterFrom(wanted);
      if (filter) await settings.setFilter(filter);
      return settings.filter;
    },
    "selfPruner.clearFilter": () => settings.setFilter(NO_FILTER),
  };
}

async function askOrder(now: Order): Promise<Order | undefined> {
  const items = ORDERS.map((order) => ({
    label: orderNames[order],
    description: order === now ? "as it is" : "",
    order,
  }));
  return (await vscode.window.showQuickPick(items, { title: "Sort searches" }))?.order;
}

async function askFilter(now: Filter): Promise<Filter | undefined> {
  const text = await vscode.window.showInputBox({
    title: "Filter searches (1/2): words",
    prompt: "Parts of the model, target, method, state or id that all must occur. Empty for all.",
    value: now.text,
  });
  if (text === undefined) return undefined;
  const items = STATE_GROUPS.map((group) => ({
    label: stateNames[group],
    picked: now.states.length === 0 || now.states.includes(group),
    group,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: "Filter searches (2/2): states",
    canPickMany: true,
  });
  return picked && { text: text.trim(), states: statesFrom(picked.map(({ group }) => group)) };
}

/** All of them, and none, mean that the state does not matter. */
function statesFrom(picked: readonly StateGroup[]): readonly StateGroup[] {
  return picked.length === STATE_GROUPS.length ? [] : picked;
}
