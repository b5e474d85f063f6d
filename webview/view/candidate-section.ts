import type { LayerPart } from "../../src/protocol/webview.ts";
import type { Candidate } from "../../src/search/candidate.ts";
import { type Comparand, candidateBars, comparandsOf } from "../model/candidate-bars.ts";
import { candidateFacts } from "../model/candidate-facts.ts";
import { focusedSearch } from "../model/candidate-focus.ts";
import { shownRatesOf } from "../model/candidate-rates.ts";
import { type ShownCandidate, shownCandidate } from "../model/candidate-shown.ts";
import { candidateTable } from "../model/candidate-table.ts";
import { barsLegend } from "../model/legend.ts";
import type { SearchModel } from "../model/search-model.ts";
import type { TableData } from "../model/table.ts";
import type { Actions, View } from "../store/view.ts";
import { CandidateActions } from "./candidate-actions.ts";
import { BarsView } from "./candidate-bars.ts";
import { CallPanel } from "./candidate-call-panel.ts";
import { ComparandChoice } from "./candidate-comparand.ts";
import { FactList } from "./candidate-facts.ts";
import { Lineage } from "./candidate-lineage.ts";
import { card } from "./card.ts";
import { DataTools } from "./data-table-tools.ts";
import { element, setText } from "./dom.ts";
import { partSwitch } from "./heatmap-part.ts";
import { Legend } from "./legend.ts";
import type { Section, SectionFactory } from "./section.ts";
import type { Segments } from "./segments.ts";

/** One candidate in detail: the selected one, or the best. */
export const candidateSection: SectionFactory = (actions) => new CandidateSection(actions);

class CandidateSection implements Section {
  readonly #card = card("candidate", "Candidate");
  readonly #note = element("p", { class: "note", "aria-live": "polite" });
  readonly #content = element("div", { class: "candidate" });
  readonly #facts = new FactList();
  readonly #bars = new BarsView();
  readonly #legend = new Legend();
  readonly #comparand = new ComparandChoice(() => this.#view && this.update(this.#view));
  readonly #lineage: Lineage;
  readonly #call: CallPanel;
  readonly #commands: CandidateActions;
  readonly #part: Segments<LayerPart>;
  readonly #tools: DataTools;
  #view: View | undefined;
  #drawn: readonly [candidate: Candidate, part: LayerPart, other: string | undefined] | undefined;
  #table: TableData<unknown> = { caption: "", columns: [], rows: [] };
  #shown: { readonly search: SearchModel; readonly candidate: ShownCandidate } | undefined;

  constructor(actions: Actions) {
    this.#lineage = new Lineage((candidate) => {
      if (this.#shown) actions.select({ search: this.#shown.search.id, candidate });
    });
    this.#call = new CallPanel(actions);
    this.#commands = new CandidateActions(actions);
    this.#part = partSwitch(actions);
    this.#card.tools.append(this.#commands.element, this.#part.element);
    const controls = element("div", { class: "bars-controls" }, this.#legend.element, this.#comparand.element);
    const chart = element("div", {}, controls, this.#bars.element);
    const side = element("div", { class: "candidate-side" }, this.#facts.element, this.#lineage.element);
    const main = element("div", { class: "candidate-main" }, chart);
    this.#content.append(main, side);
    this.#card.body.append(this.#note, this.#content, this.#call.element);
    const source = {
      name: "candidate",
      chart,
      searches: () => (this.#shown ? [this.#shown.search] : []),
      table: () => this.#table,
      picture: () => this.#bars.picture(`Candidate ${this.#shown?.candidate.candidate.id ?? ""}`),
    };
    this.#tools = new DataTools({ ...this.#card, body: main }, source, actions);
  }

  get element(): HTMLElement {
    return this.#card.element;
  }

  update(view: View): void {
    this.#view = view;
    const search = focusedSearch(view);
    const candidate = search && shownCandidate(search, view.selected, view.candidate);
    this.#shown = search && candidate && { search, candidate };
    this.#content.hidden = !candidate;
    this.#call.element.hidden = !candidate;
    setText(this.#note, noteOf(view, search, candidate));
    this.#part.show(view.part);
    if (this.#shown) this.#show(this.#shown.search, this.#shown.candidate, view);
    this.#commands.show(this.#shown);
    this.#tools.update(view);
  }

  dispose(): void {
    this.#bars.dispose();
  }

  #show(search: SearchModel, candidate: ShownCandidate, view: View): void {
    this.#facts.show(candidateFacts(search, candidate));
    this.#lineage.show(candidate);
    this.#comparand.offer(comparandsOf(search, candidate, shownRatesOf(search.detail)));
    this.#draw(search, candidate, view.part, this.#comparand.chosen);
    this.#call.show(search, candidate, view);
  }

  #draw(search: SearchModel, candidate: ShownCandidate, part: LayerPart, other: Comparand | undefined): void {
    const key = [candidate.candidate, part, other?.name] as const;
    if (key.every((value, index) => value === this.#drawn?.[index])) return;
    this.#drawn = key;
    const bars = candidateBars(search, candidate, shownRatesOf(search.detail), part, other);
    this.#table = candidateTable(search, candidate, bars);
    this.#legend.show(barsLegend(bars));
    this.#bars.show(bars, candidate);
  }
}

function noteOf(
  { searches, selected, failure }: View,
  search: SearchModel | undefined,
  shown: ShownCandidate | undefined,
): string {
  const of = searches.length > 1 && search ? ` of search ${search.id}` : "";
  if (shown?.isSelected) return `Candidate ${shown.candidate.id}${of}, selected.`;
  if (shown)
    return `Candidate ${shown.candidate.id}${of}: the best so far. Select another one in a chart or in the tree.`;
  if (selected?.search === search?.id && selected) return failure ?? `Candidate ${selected.candidate} is on its way.`;
  return "No candidate has been evaluated yet.";
}
