import type { ProtocolCard } from "../../src/protocol/card.ts";
import type { SearchDetail } from "../../src/protocol/runner.ts";
import { focusedSearch } from "../model/candidate-focus.ts";
import { type ReportLine, reportLines, reportTable } from "../model/protocol-facts.ts";
import type { SearchModel } from "../model/search-model.ts";
import type { Actions, View } from "../store/view.ts";
import { card } from "./card.ts";
import { DataTable } from "./data-table.ts";
import { DataTools } from "./data-table-tools.ts";
import { element, fill } from "./dom.ts";
import { protocolCard } from "./protocol-card.ts";
import type { Section, SectionFactory } from "./section.ts";

/** How the numbers were measured, and the final ones. */
export const protocolSection: SectionFactory = (actions) => new ProtocolSection(actions);

class ProtocolSection implements Section {
  readonly #card = card("protocol", "Protocol and report");
  readonly #tools: DataTools;
  #search: SearchModel | undefined;
  #shown: Pick<SearchDetail, "card" | "report" | "notes"> | undefined;

  constructor(actions: Actions) {
    const source = {
      name: "report",
      searches: () => (this.#search?.detail.report ? [this.#search] : []),
      table: () => reportTable(reportLines(this.#search?.detail.report)),
    };
    this.#tools = new DataTools(this.#card, source, actions);
  }

  get element(): HTMLElement {
    return this.#card.element;
  }

  update(view: View): void {
    this.#search = focusedSearch(view);
    this.#tools.update(view);
    const detail = this.#search?.detail;
    if (!detail || isSame(this.#shown, detail)) return;
    this.#shown = detail;
    fill(this.#card.body, element("div", { class: "protocol" }, measuring(detail), reporting(detail)));
  }

  dispose(): void {}
}

/** Snapshots come anew with the same contents: what a person has unfolded stays so. */
function isSame(shown: Pick<SearchDetail, "card" | "report" | "notes"> | undefined, detail: SearchDetail): boolean {
  if (!shown) return false;
  const key = ({ card, report, notes }: typeof shown) => JSON.stringify([card, report, notes]);
  return (shown.card === detail.card && shown.report === detail.report) || key(shown) === key(detail);
}

function measuring({ card: shown, notes }: SearchDetail): HTMLElement {
  return element(
    "div",
    {},
    element("h3", {}, "Fitness of the candidates"),
    shown
      ? protocolCard(shown)
      : element("p", { class: "note" }, "Known once the texts and the model have been prepared."),
    notes.length > 0 && element("ul", { class: "protocol-notes" }, ...notes.map((note) => element("li", {}, note))),
  );
}

function reporting({ report }: SearchDetail): HTMLElement {
  const heading = element("h3", {}, "Final report");
  const lines = reportLines(report);
  if (lines.length === 0) {
    const text = "Comes at the end: the search does not touch the validation and test texts before.";
    return element("div", {}, heading, element("p", { class: "note" }, text));
  }
  return element("div", {}, heading, ...reportElements(lines));
}

function reportElements(lines: readonly ReportLine[]): readonly HTMLElement[] {
  const table = new DataTable(() => {});
  table.update(reportTable(lines));
  return [table.element, ...distinctCards(lines).map(([title, shown]) => folded(title, shown))];
}

/** The numbers of one text share a card, but for the importance scores of the dense model: each different card is shown once. */
function distinctCards(lines: readonly ReportLine[]): readonly (readonly [title: string, card: ProtocolCard])[] {
  const groups = new Map<string, { readonly text: string; readonly plans: string[]; readonly card: ProtocolCard }>();
  for (const { text, plan, measured } of lines) {
    const group = groups.get(JSON.stringify(measured.card)) ?? { text, plans: [], card: measured.card };
    group.plans.push(plan);
    groups.set(JSON.stringify(measured.card), group);
  }
  return [...groups.values()].map(({ text, plans, card: shown }) => [`${text} (${plans.join(", ")})`, shown]);
}

function folded(title: string, shown: ProtocolCard): HTMLElement {
  return element("details", {}, element("summary", {}, `Protocol of ${title}`), protocolCard(shown));
}
