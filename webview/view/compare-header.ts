import { stateNames } from "../model/wording.ts";
import type { View } from "../store/view.ts";
import { element, setText } from "./dom.ts";
import type { Section, SectionFactory } from "./section.ts";

/** Names a comparison and says how its searches stand. */
export const compareHeader: SectionFactory = () => new CompareHeader();

class CompareHeader implements Section {
  readonly #title = element("h1", {}, "Loading…");
  readonly #states = element("p", { class: "progress-text" });
  readonly element = element("header", { class: "head" }, element("div", {}, this.#title, this.#states));

  update({ searches }: View): void {
    if (searches.length === 0) return;
    setText(this.#title, searches.length === 1 ? "1 search" : `${searches.length} searches compared`);
    setText(this.#states, statesText(searches.map(({ detail }) => stateNames[detail.summary.state])));
  }

  dispose(): void {}
}

/** `2 finished, 1 running`. */
function statesText(states: readonly string[]): string {
  const names = [...new Set(states)];
  return names.map((name) => `${states.filter((state) => state === name).length} ${name.toLowerCase()}`).join(", ");
}
