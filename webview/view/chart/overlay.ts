import { placeTip, type Tip } from "../../model/plot.ts";
import { element, fill } from "../dom.ts";

/** A place in pixels from the upper left corner of the canvas. */
export interface Place {
  readonly left: number;
  readonly top: number;
}

/** What lies over the canvas and moves without drawing it again: rings, a hair line, and the tip. */
export class Overlay {
  readonly #hair = element("div", { class: "plot-hair" });
  readonly #hovered = element("div", { class: "plot-ring" });
  readonly #selected = element("div", { class: "plot-ring plot-ring-selected" });
  readonly #tip = element("div", { class: "tip" });
  readonly element = element(
    "div",
    { class: "plot-overlay", "aria-hidden": true },
    this.#hair,
    this.#selected,
    this.#hovered,
    this.#tip,
  );

  constructor() {
    this.hover(undefined, { top: 0, bottom: 0 });
    this.select(undefined);
    this.tip(undefined);
  }

  /** @param area what the hair line runs across */
  hover(place: Place | undefined, { top, bottom }: { readonly top: number; readonly bottom: number }): void {
    put(this.#hovered, place);
    put(this.#hair, place && { left: place.left, top });
    if (place) this.#hair.style.height = `${bottom - top}px`;
  }

  select(place: Place | undefined): void {
    put(this.#selected, place);
  }

  /** Explains a place, beside it. */
  tip(place: Place | undefined, tip?: Tip): void {
    const isShown = place !== undefined && tip !== undefined;
    if (this.#tip.hidden === isShown) this.#tip.hidden = !isShown;
    if (!isShown) return;
    fill(
      this.#tip,
      element(
        "strong",
        {},
        element("span", { class: "swatch", style: { "--swatch": `var(${tip.colour})` } }),
        tip.title,
      ),
      element("dl", {}, ...tip.rows.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)])),
    );
    const chart = { x: this.element.clientWidth, y: this.element.clientHeight };
    const size = { x: this.#tip.offsetWidth, y: this.#tip.offsetHeight };
    const { x, y } = placeTip({ x: place.left, y: place.top }, size, chart);
    this.#tip.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }
}

function put(mark: HTMLElement, place: Place | undefined): void {
  if (mark.hidden !== !place) mark.hidden = !place;
  if (place) mark.style.transform = `translate(${place.left}px, ${place.top}px)`;
}
