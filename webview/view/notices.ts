import { actionNames, type Notice, noticesOf } from "../model/notices.ts";
import type { Actions, View } from "../store/view.ts";
import { element, fill } from "./dom.ts";
import { icon } from "./icon.ts";
import type { Section, SectionFactory } from "./section.ts";

/** What stands between the person and the search. */
export const notices: SectionFactory = (actions) => new Notices(actions);

class Notices implements Section {
  readonly element = element("div", { class: "notices", role: "status" });
  readonly #actions: Actions;
  #shown = "[]";

  constructor(actions: Actions) {
    this.#actions = actions;
  }

  update(view: View): void {
    const wanted = noticesOf(view);
    const key = JSON.stringify(wanted);
    if (key === this.#shown) return;
    this.#shown = key;
    fill(this.element, ...wanted.map((notice) => this.#bar(notice)));
  }

  dispose(): void {}

  #bar({ tone, text, action, search }: Notice): HTMLElement {
    const run = action && (() => this.#actions.act(action, search));
    return element(
      "div",
      { class: `notice notice-${tone}` },
      icon("warning"),
      element("p", {}, text),
      action && element("button", { type: "button", class: "button", onclick: run }, actionNames[action]),
    );
  }
}
