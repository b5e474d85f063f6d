import type { FixName } from "../../../src/protocol/rate-editor.ts";
import { element, setText } from "../../view/dom.ts";
import { phaseOf } from "../model/phase.ts";
import { type Figure, meanFigure, problemWords, removedFigure } from "../model/words.ts";
import type { Actions, EditorView } from "../view.ts";

/** The name of the file and its model, and what its rates come to: mean, removed parameters, problems. */
export class Figures {
  readonly #title = element("h1", {}, "Loading…");
  readonly #facts = element("ul", { class: "facts" });
  readonly #mean = figure("Mean rate");
  readonly #removed = figure("Removed");
  readonly #figures = element("div", { class: "rate-figures" }, this.#mean.element, this.#removed.element);
  readonly #problems: HTMLButtonElement;
  readonly #fixes: ReadonlyMap<FixName, HTMLButtonElement>;
  readonly element: HTMLElement;
  #drawnFacts = "";

  constructor(actions: Actions) {
    this.#problems = element("button", {
      type: "button",
      class: "state problems",
      onclick: () => actions.revealProblem(),
    });
    this.#fixes = new Map(FIXES.map(([name, text]) => [name, fixButton(text, () => actions.fix(name))]));
    this.#mean.row.append(...this.#fixes.values());
    this.element = element(
      "header",
      { class: "head" },
      element("div", { class: "head-title" }, this.#title, this.#facts, this.#problems),
      this.#figures,
    );
  }

  update({ file, rates }: EditorView): void {
    this.element.classList.toggle("is-loading", !file);
    if (!file) return;
    setText(this.#title, file.name);
    this.#drawFacts([
      file.model?.name ?? "model not known",
      `${rates.layers.length} layers`,
      ...(file.readOnly === undefined ? [] : ["read-only"]),
    ]);
    this.#figures.hidden = phaseOf(file).kind !== "bars";
    this.#mean.show(meanFigure(rates));
    this.#removed.show(removedFigure(rates, file.model));
    for (const [name, button] of this.#fixes) {
      button.hidden = file.fixes[name] === undefined || file.readOnly !== undefined;
      button.title = file.fixes[name] ?? "";
    }
    const { errors, warnings, first } = file.problems;
    setText(this.#problems, problemWords(file.problems));
    this.#problems.dataset["tone"] = errors > 0 ? "bad" : warnings > 0 ? "waiting" : "good";
    this.#problems.disabled = !first;
    this.#problems.title = first ? `Line ${first.line}: ${first.message} Shows it in the text.` : "";
  }

  #drawFacts(facts: readonly string[]): void {
    const key = facts.join("|");
    if (key === this.#drawnFacts) return;
    this.#drawnFacts = key;
    this.#facts.replaceChildren(...facts.map((fact) => element("li", {}, fact)));
  }
}

const FIXES: readonly (readonly [FixName, string])[] = [
  ["layers", "Add Missing Layers"],
  ["mean", "Meet the Target"],
];

function fixButton(text: string, fix: () => void): HTMLButtonElement {
  return element("button", { type: "button", class: "button", onclick: fix }, text);
}

interface DrawnFigure {
  readonly element: HTMLElement;
  /** Where the number stands. */
  readonly row: HTMLElement;
  show(figure: Figure): void;
}

/** A number with its name above and a note below. */
function figure(name: string): DrawnFigure {
  const value = element("span", { class: "stat-value" });
  const note = element("span", { class: "stat-note" });
  const row = element("div", { class: "stat-row" }, value);
  const made = element("div", { class: "stat" }, element("span", { class: "stat-note" }, name), row, note);
  return {
    element: made,
    row,
    show(said) {
      setText(value, said.value);
      setText(note, said.note);
      made.dataset["tone"] = said.tone;
    },
  };
}
