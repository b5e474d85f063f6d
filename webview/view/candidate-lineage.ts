import { shortFitness } from "../../src/protocol/text/numbers.ts";
import type { ShownCandidate } from "../model/candidate-shown.ts";
import { originText } from "../model/candidate-words.ts";
import { type Child, element, fill } from "./dom.ts";

/** Children that are listed before the rest is only counted. */
const MOST_CHILDREN = 24;

/** Who a candidate comes from and who comes from it: each a button that leads there. */
export class Lineage {
  readonly element = element("div", { class: "lineage" });
  readonly #select: (candidate: number) => void;
  #shown: ShownCandidate | undefined;

  constructor(select: (candidate: number) => void) {
    this.#select = select;
  }

  show(shown: ShownCandidate): void {
    if (isSame(this.#shown, shown)) return;
    this.#shown = shown;
    fill(this.element, this.#row("Parents", this.#parents(shown)), this.#row("Children", this.#children(shown)));
  }

  #row(name: string, entries: readonly Child[]): HTMLElement {
    return element(
      "div",
      { class: "lineage-row", role: "group", "aria-label": name },
      element("h3", {}, name),
      ...entries,
    );
  }

  #parents({ candidate, parents }: ShownCandidate): readonly Child[] {
    if (candidate.parents.length === 0) return [none("none: it is no offspring")];
    const known = new Map(parents.map((parent) => [parent.candidate.id, parent]));
    return candidate.parents.map((id) => {
      const parent = known.get(id);
      if (!parent) return this.#button(id, "");
      const { operator, author } = parent.candidate;
      return this.#button(id, shortFitness(parent.fitness), originText(operator, author));
    });
  }

  #children({ candidate, children }: ShownCandidate): readonly Child[] {
    if (!children) {
      const look = () => this.#select(candidate.id);
      return [element("button", { class: "link", type: "button", onclick: look }, "Select it to see its children")];
    }
    if (children.length === 0) return [none("none so far")];
    const rest = children.length - MOST_CHILDREN;
    const shown = children.slice(0, MOST_CHILDREN).map((id) => this.#button(id, ""));
    return [...shown, rest > 0 && element("span", { class: "note" }, `and ${rest} more`)];
  }

  #button(candidate: number, fitness: string, title = `candidate ${candidate}`): HTMLElement {
    return element(
      "button",
      { class: "chip", type: "button", title: `Show ${title}`, onclick: () => this.#select(candidate) },
      `#${candidate}`,
      fitness !== "" && element("span", { class: "chip-note" }, fitness),
    );
  }
}

function none(text: string): HTMLElement {
  return element("span", { class: "note" }, text);
}

function isSame(one: ShownCandidate | undefined, other: ShownCandidate): boolean {
  return (
    one?.candidate === other.candidate && one.parents.length === other.parents.length && one.children === other.children
  );
}
