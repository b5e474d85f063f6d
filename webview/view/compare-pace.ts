import type { Pace } from "../model/compare-plot.ts";
import { element } from "./dom.ts";

const PACES: readonly (readonly [pace: Pace, name: string, title: string])[] = [
  ["evaluation", "By evaluation", "Against the number of evaluations"],
  ["share", "By share of the search", "Against the share of each search that is done"],
];

/** Chooses what compared searches are laid over each other by. */
export class ComparePace {
  readonly #buttons: ReadonlyMap<Pace, HTMLButtonElement>;
  readonly element: HTMLElement;
  #chosen: Pace = "evaluation";

  constructor(changed: () => void) {
    const choose = (pace: Pace) => {
      this.#chosen = pace;
      this.#press();
      changed();
    };
    this.#buttons = new Map(
      PACES.map(([pace, name, title]) => [
        pace,
        element("button", { type: "button", title, onclick: () => choose(pace) }, name),
      ]),
    );
    this.element = element(
      "div",
      { class: "segments", role: "group", "aria-label": "Axis" },
      ...this.#buttons.values(),
    );
    this.#press();
  }

  get chosen(): Pace {
    return this.#chosen;
  }

  #press(): void {
    for (const [pace, button] of this.#buttons) button.setAttribute("aria-pressed", String(pace === this.#chosen));
  }
}
