import { element, setText } from "../../view/dom.ts";
import { icon } from "../../view/icon.ts";
import type { Actions, EditorView } from "../view.ts";

/** Something that a person should know now, until it is closed or something else is done. */
export class Notice {
  readonly #text = element("p", { role: "status" });
  readonly element: HTMLElement;

  constructor(actions: Actions) {
    const close = element(
      "button",
      { type: "button", class: "quiet", onclick: () => actions.tell(undefined) },
      icon("close"),
      element("span", { class: "visually-hidden" }, "Close"),
    );
    this.element = element("div", { class: "notice rate-notice" }, icon("warning"), this.#text, close);
    this.element.dataset["shown"] = "false";
  }

  /** The place is kept: bars must not move away under a pointer that drags them. */
  update({ notice }: EditorView): void {
    this.element.dataset["shown"] = String(notice !== undefined);
    setText(this.#text, notice ?? "");
  }
}
