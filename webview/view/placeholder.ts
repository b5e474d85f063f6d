import { type Phase, phaseOf } from "../model/phase.ts";
import type { View } from "../store/view.ts";
import { element, fill } from "./dom.ts";
import type { Section, SectionFactory } from "./section.ts";

/** Takes the place of the charts while there is nothing to draw. */
export const placeholder: SectionFactory = () => new Placeholder();

class Placeholder implements Section {
  readonly element = element("div", { class: "placeholder" });
  #shown = "";

  update({ searches, missing }: View): void {
    const phase = phaseOf(searches, missing);
    const key = JSON.stringify(phase);
    if (key === this.#shown) return;
    this.#shown = key;
    this.element.hidden = phase.kind === "ready" || phase.kind === "lost";
    fill(this.element, ...contentOf(phase));
  }

  dispose(): void {}
}

function contentOf(phase: Phase): readonly HTMLElement[] {
  if (phase.kind === "loading") return skeleton();
  if (phase.kind !== "empty") return [];
  return [
    element(
      "section",
      { class: "card empty", "aria-labelledby": "empty-title" },
      element("h2", { id: "empty-title" }, phase.title),
      element("p", { role: "status" }, phase.text),
      phase.isBusy && element("div", { class: "busy", "aria-hidden": true }),
    ),
  ];
}

/** The shape of what will come, so that nothing jumps when it does. */
function skeleton(): readonly HTMLElement[] {
  const blocks = ["wide", "narrow", "wide", "narrow"].map((size) =>
    element("div", { class: `skeleton skeleton-${size}`, "aria-hidden": true }),
  );
  return [element("p", { class: "visually-hidden", role: "status" }, "Loading the search."), ...blocks];
}
