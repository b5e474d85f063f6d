import type { ShownCandidate } from "../model/candidate-shown.ts";
import type { SearchModel } from "../model/search-model.ts";
import type { Actions, View } from "../store/view.ts";
import { CallView } from "./candidate-call.ts";
import { element, setText } from "./dom.ts";

/** The LLM call that a candidate came from; it is asked for when somebody wants to see it. */
export class CallPanel {
  readonly #actions: Actions;
  readonly #call = new CallView();
  readonly #state = element("p", { class: "note", role: "status" });
  readonly #details: HTMLDetailsElement;
  readonly element: HTMLElement;
  #shown: { readonly search: SearchModel; readonly candidate: ShownCandidate } | undefined;
  #isAsked = false;

  constructor(actions: Actions) {
    this.#actions = actions;
    const summary = element("summary", {}, "The LLM's request and answer");
    this.#details = element(
      "details",
      { class: "call-panel", ontoggle: () => this.#ask() },
      summary,
      this.#state,
      this.#call.element,
    );
    this.element = this.#details;
  }

  show(search: SearchModel, candidate: ShownCandidate, { call, failure }: View): void {
    if (this.#shown?.candidate.candidate !== candidate.candidate) this.#isAsked = false;
    this.#shown = { search, candidate };
    const { request } = candidate.candidate;
    this.#details.hidden = request === undefined;
    const isThere = call !== undefined && call.ordinal === request;
    this.#call.element.hidden = !isThere;
    setText(this.#state, isThere ? "" : (failure ?? "It is on its way."));
    if (isThere) this.#call.show(call, candidate.candidate);
    else this.#ask();
  }

  /** Once for each candidate, and only while the details are open. Calls belong to the selected candidate. */
  #ask(): void {
    if (!this.#details.open || !this.#shown) return;
    const { search, candidate } = this.#shown;
    const { id, request } = candidate.candidate;
    if (request === undefined || this.#isAsked) return;
    this.#isAsked = true;
    if (!candidate.isSelected) this.#actions.select({ search: search.id, candidate: id });
    this.#actions.askCall(search.id, request);
  }
}
