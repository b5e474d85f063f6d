import type { SearchDetail } from "../../src/protocol/runner.ts";
import { llmSilence } from "../../src/protocol/text/llm-silence.ts";
import { focusedSearch } from "../model/candidate-focus.ts";
import {
  callsTable,
  faultsOf,
  lastProblem,
  llmAbsence,
  llmName,
  spendFacts,
  spendSentence,
} from "../model/llm-calls.ts";
import { validitySentence } from "../model/llm-validity.ts";
import type { SearchModel } from "../model/search-model.ts";
import { NO_TABLE } from "../model/table.ts";
import type { Actions, View } from "../store/view.ts";
import { FactList } from "./candidate-facts.ts";
import { card } from "./card.ts";
import { DataTools } from "./data-table-tools.ts";
import { element, fill, setText } from "./dom.ts";
import type { Picture } from "./export-picture.ts";
import { LatencyChart } from "./llm-latency.ts";
import { ValidityBar } from "./llm-validity.ts";
import type { Section, SectionFactory } from "./section.ts";

/** Who wrote the offspring, were it somebody else than who was asked. */
function authorship(detail: SearchDetail): string {
  return llmSilence(detail.summary.llm) ?? `Offspring written by ${llmName(detail)}.`;
}

/** What the LLM cost and what its answers were worth. */
export const llmSection: SectionFactory = (actions) => new LlmSection(actions);

class LlmSection implements Section {
  readonly #card = card("llm", "LLM");
  readonly #note = element("p", { class: "note" });
  readonly #facts = new FactList();
  readonly #validity = new ValidityBar();
  readonly #latency = new LatencyChart();
  readonly #faults = element("ul", { class: "faults", "aria-label": "Faults" });
  readonly #problem = element("p", { class: "problem" });
  readonly #content: HTMLElement;
  readonly #tools: DataTools;
  #search: SearchModel | undefined;
  #absence: string | undefined;
  #drawn: { readonly search: SearchModel; readonly version: number } | undefined;

  constructor(actions: Actions) {
    const faults = element("div", { class: "llm-faults" }, element("h3", {}, "Faults"), this.#faults, this.#problem);
    const validity = element("div", {}, element("h3", {}, "Vectors"), this.#validity.element);
    const answers = element("div", { class: "llm-answers" }, validity, faults);
    const columns = element("div", { class: "llm-columns" }, answers, this.#latency.element);
    this.#content = element("div", { class: "llm" }, this.#facts.element, columns);
    this.#card.body.append(this.#note, this.#content);
    this.#tools = new DataTools(
      this.#card,
      {
        name: "llm",
        chart: this.#content,
        searches: () => (this.#search && this.#absence === undefined ? [this.#search] : []),
        table: () => (this.#search ? callsTable(this.#search) : NO_TABLE),
        picture: () => this.#picture(),
      },
      actions,
    );
  }

  get element(): HTMLElement {
    return this.#card.element;
  }

  update(view: View): void {
    this.#search = focusedSearch(view);
    if (!this.#search) return;
    this.#absence = llmAbsence(this.#search);
    setText(this.#note, this.#absence ?? authorship(this.#search.detail));
    this.#tools.update(view);
    if (this.#absence !== undefined) this.#content.hidden = true;
    else this.#draw(this.#search);
  }

  dispose(): void {
    this.#latency.dispose();
  }

  /** Says in words what the section shows besides the chart. */
  #picture(): Picture {
    const search = this.#search;
    return this.#latency.picture(search ? `${spendSentence(search)} ${validitySentence(search.tally)}` : "");
  }

  #draw(search: SearchModel): void {
    if (this.#drawn?.search === search && this.#drawn.version === search.version) return;
    this.#drawn = { search, version: search.version };
    const { llm } = search.detail.summary;
    this.#facts.show(spendFacts(llm, search.proposals));
    this.#validity.show(search.tally);
    this.#latency.show(search.proposals);
    const faults = faultsOf(llm);
    fill(this.#faults, ...faults.map(([kind, times]) => element("li", {}, element("strong", {}, `${times} × `), kind)));
    if (faults.length === 0) fill(this.#faults, element("li", { class: "note" }, "none"));
    setText(this.#problem, lastProblem(search.proposals) ?? "");
  }
}
