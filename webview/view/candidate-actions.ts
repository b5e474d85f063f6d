import type { PanelAction } from "../../src/protocol/webview.ts";
import type { ShownCandidate } from "../model/candidate-shown.ts";
import type { SearchModel } from "../model/search-model.ts";
import type { Actions } from "../store/view.ts";
import { element } from "./dom.ts";
import { type IconName, icon } from "./icon.ts";

/** What can be done with the candidate that is shown. */
export class CandidateActions {
  readonly element: HTMLElement;
  readonly #actions: Actions;
  #shown: { readonly search: SearchModel; readonly candidate: ShownCandidate } | undefined;

  constructor(actions: Actions) {
    this.#actions = actions;
    this.element = element(
      "div",
      { class: "candidate-actions" },
      this.#button("save", "Save as Rate File…", "saveRates"),
      this.#button("copy", "Copy Rates", "copyRates"),
    );
  }

  show(shown: { readonly search: SearchModel; readonly candidate: ShownCandidate } | undefined): void {
    this.#shown = shown;
    this.element.hidden = !shown;
  }

  #button(picture: IconName, text: string, action: PanelAction): HTMLElement {
    return element("button", { class: "quiet", type: "button", onclick: () => this.#act(action) }, icon(picture), text);
  }

  #act(action: PanelAction): void {
    if (this.#shown) this.#actions.act(action, this.#shown.search.id, this.#shown.candidate.candidate.id);
  }
}
