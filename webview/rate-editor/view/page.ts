import { DataTable } from "../../view/data-table.ts";
import { element, setText } from "../../view/dom.ts";
import { phaseOf } from "../model/phase.ts";
import { ratesTable } from "../model/rates-table.ts";
import type { Actions, EditorView } from "../view.ts";
import { BarsView } from "./bars-view.ts";
import { Beside } from "./beside.ts";
import { Empty } from "./empty.ts";
import { Entry } from "./entry.ts";
import { Figures } from "./figures.ts";
import { keysHelp } from "./keys-help.ts";
import { Legend } from "./legend.ts";
import { Notice } from "./notice.ts";
import { Toolbar } from "./toolbar.ts";

/** A part of the page: made once, brought up to date at most once a frame. */
interface Part {
  readonly element: HTMLElement;
  update(view: EditorView): void;
}

/** The whole rate editor. A part that fails is reported and the others go on. */
export class Page {
  readonly #report: (error: unknown) => void;
  readonly #parts: readonly Part[];
  readonly #work: HTMLElement;
  readonly #spoken = element("p", { class: "visually-hidden", "aria-live": "polite" });

  /** @param report takes what a part throws */
  constructor(actions: Actions, report: (error: unknown) => void) {
    this.#report = report;
    const [figures, toolbar, notice, legend] = [
      new Figures(actions),
      new Toolbar(actions),
      new Notice(actions),
      new Legend(),
    ];
    const entry = new Entry(actions, () => bars.focus());
    const bars = new BarsView(actions, (text) => entry.begin(text));
    const [beside, empty, table] = [new Beside(actions), new Empty(actions), tablePart()];
    const chart = element("div", { class: "rate-chart" }, bars.element, notice.element);
    this.#work = element(
      "div",
      { class: "rate-work" },
      toolbar.element,
      chart,
      element("div", { class: "rate-below" }, entry.element, legend.element),
      beside.element,
      table.element,
      keysHelp(),
    );
    const main = element("main", {}, empty.element, this.#work);
    document.body.append(figures.element, main, this.#spoken);
    // VS Code gives a webview the focus as a whole, and what had it in there loses it.
    window.addEventListener("focus", () => requestAnimationFrame(() => isFocusLost() && bars.focus()));
    this.#parts = [figures, toolbar, notice, legend, entry, bars, beside, empty, table];
  }

  update(view: EditorView): void {
    // Shown first: bars without a size cannot be drawn.
    this.#work.hidden = phaseOf(view.file).kind !== "bars";
    for (const part of this.#parts) {
      try {
        part.update(view);
      } catch (error) {
        this.#report(error);
      }
    }
    setText(this.#spoken, view.spoken);
  }
}

function isFocusLost(): boolean {
  return document.hasFocus() && document.activeElement === document.body;
}

function tablePart(): Part {
  // No row of it is a candidate that could be chosen.
  const table = new DataTable(() => undefined);
  return {
    element: table.element,
    update({ table: isShown, rates, file, part, shares, beside }) {
      table.element.hidden = !isShown;
      if (isShown) table.update(ratesTable({ rates, model: file?.model, part, shares }, beside));
    },
  };
}
