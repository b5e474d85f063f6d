import { card } from "../../view/card.ts";
import { element, fill, setText } from "../../view/dom.ts";
import { icon } from "../../view/icon.ts";
import { type Difference, differencesOf, pointsText } from "../model/differences.ts";
import { rateText } from "../model/layer-values.ts";
import type { Actions, EditorView } from "../view.ts";

/** Differences that are listed. */
const MOST = 8;

/** What is laid beside: where it differs most, and how to take it over. */
export class Beside {
  readonly #actions: Actions;
  readonly #card = card("beside", "Beside");
  readonly #heading: HTMLElement;
  readonly #note = element("p", { class: "note" });
  readonly #list = element("ul", { class: "differences" });
  readonly #all: HTMLButtonElement;
  #drawn = "";

  constructor(actions: Actions) {
    this.#actions = actions;
    this.#heading = this.#card.element.querySelector("h2") ?? this.#card.element;
    this.#all = element(
      "button",
      { type: "button", class: "button", onclick: () => actions.takeOver() },
      "Take Over All",
    );
    const close = element(
      "button",
      { type: "button", class: "quiet", title: "Show the file alone", onclick: () => actions.closeBeside() },
      icon("close"),
      element("span", { class: "visually-hidden" }, "Close the comparison"),
    );
    this.#card.tools.append(this.#all, close);
    this.#card.body.append(this.#note, this.#list);
    this.#card.element.hidden = true;
  }

  get element(): HTMLElement {
    return this.#card.element;
  }

  update(view: EditorView): void {
    const { beside, file } = view;
    this.#card.element.hidden = !beside || !file;
    if (!beside || !file) return;
    setText(this.#heading, `Beside: ${beside.name}`);
    const differences = differencesOf(view.rates.layers, beside, view.part, view.shares);
    setText(this.#note, noteOf(differences, beside.rates.length, file.layers.length));
    const canEdit = file.readOnly === undefined;
    this.#all.disabled = !canEdit || differences.length === 0;
    this.#all.title = view.keepMean
      ? "All rates become those, moved by one amount so that the mean stays. Locked layers keep theirs."
      : "All rates become those. Locked layers keep theirs.";
    this.#drawList(differences.slice(0, MOST), view, canEdit);
  }

  /** Only when it says something else, so that a button that has the focus keeps it. */
  #drawList(differences: readonly Difference[], { file }: EditorView, canEdit: boolean): void {
    const isLocked = ({ layer }: Difference) => file?.layers[layer]?.locked ?? false;
    const key = JSON.stringify([differences, differences.map(isLocked), canEdit]);
    if (key === this.#drawn) return;
    this.#drawn = key;
    const focused = this.#focused();
    fill(this.#list, ...differences.map((each) => this.#row(each, canEdit && !isLocked(each))));
    if (focused !== undefined) this.#refocus(focused);
  }

  #row(difference: Difference, canTake: boolean): HTMLElement {
    const { layer, own, other } = difference;
    const name = `Take over layer ${layer}`;
    return element(
      "li",
      {},
      element("span", { class: "difference-layer" }, `Layer ${layer}`),
      element("span", { class: "difference-rates" }, `${rateText(own)} → ${rateText(other)}`),
      element("span", { class: "difference-points" }, pointsText(difference)),
      element(
        "button",
        {
          type: "button",
          class: "quiet",
          "aria-label": name,
          disabled: !canTake,
          title: canTake ? "" : "This layer is locked",
          onclick: () => this.#actions.takeOver([layer]),
        },
        "Take Over",
      ),
    );
  }

  #focused(): number | undefined {
    const index = [...this.#list.children].findIndex((row) => row.contains(document.activeElement));
    return index < 0 ? undefined : index;
  }

  #refocus(index: number): void {
    const buttons = [...this.#list.querySelectorAll("button")];
    (buttons[Math.min(index, buttons.length - 1)] ?? this.#all).focus();
  }
}

function noteOf(differences: readonly Difference[], theirs: number, own: number): string {
  const other = theirs === own ? "" : ` It has ${theirs} layers, this file ${own}.`;
  if (differences.length === 0) return `No layer differs.${other}`;
  const which = differences.length === 1 ? "1 layer differs" : `${differences.length} layers differ`;
  const shown = differences.length > MOST ? `; the ${MOST} largest differences` : "";
  return `${which}${shown}. A line in the chart shows it.${other}`;
}
