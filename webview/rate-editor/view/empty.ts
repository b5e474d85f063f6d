import { element, fill } from "../../view/dom.ts";
import { type Phase, phaseOf } from "../model/phase.ts";
import type { Actions, EditorView } from "../view.ts";

/** Takes the place of the bars while there are none to draw. */
export class Empty {
  readonly #actions: Actions;
  readonly element = element("section", { class: "card empty" });
  #drawn = "";

  constructor(actions: Actions) {
    this.#actions = actions;
  }

  update({ file }: EditorView): void {
    const phase = phaseOf(file);
    this.element.hidden = phase.kind !== "empty";
    const key = JSON.stringify(phase);
    if (key === this.#drawn || phase.kind !== "empty") return;
    this.#drawn = key;
    this.#fill(phase);
  }

  #fill({ title, text, fix }: Extract<Phase, { kind: "empty" }>): void {
    const act = fix ? () => this.#actions.fix(fix.name) : () => this.#actions.revealProblem();
    fill(
      this.element,
      element("h2", {}, title),
      element("p", { role: "status" }, text),
      element(
        "button",
        { type: "button", class: "button button-main", onclick: act },
        fix ? fix.title : "Show in the Text",
      ),
    );
  }
}
