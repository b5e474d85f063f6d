import type { Tip } from "../../model/plot.ts";
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
    this.#hair.style.height = `${bottom - top}px`;
  }

  select(place: Place | undefined): void {
    put(this.#selected, place);
  }

  /** Explains a place, at the side of it where there is more room. */
  tip(place: Place | undefined, tip?: Tip): void {
    this.#tip.hidden = !place || !tip;
    if (!place || !tip) return;
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
    const { clientWidth, clientHeight } = this.element;
    const isLeft = place.left > clientWidth / 2;
    const shift = isLeft ? "calc(-100% - 12px)" : "12px";
    const top = Math.max(0, Math.min(place.top - 24, clientHeight - this.#tip.offsetHeight));
    this.#tip.style.transform = `translate(calc(${Math.round(place.left)}px + ${shift}), ${Math.round(top)}px)`;
  }
}

function put(mark: HTMLElement, place: Place | undefined): void {
  mark.hidden = !place;
  if (place) mark.style.transform = `translate(${place.left}px, ${place.top}px)`;
}
