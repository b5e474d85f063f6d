import type { Fact } from "../model/candidate-facts.ts";
import { element, fill } from "./dom.ts";

/** Facts as a list of terms and values; made anew only when one differs. */
export class FactList {
  readonly element = element("dl", { class: "facts-list" });
  #shown = "";

  show(facts: readonly Fact[]): void {
    const key = JSON.stringify(facts);
    if (key === this.#shown) return;
    this.#shown = key;
    fill(this.element, ...facts.map(factElement));
  }
}

function factElement({ name, value, note }: Fact): HTMLElement {
  return element(
    "div",
    { class: "fact" },
    element("dt", {}, name),
    element("dd", {}, value, note !== undefined && note !== "" && element("span", { class: "note" }, note)),
  );
}
