import type { LegendEntry } from "../model/legend.ts";
import { element, fill } from "./dom.ts";

/** Says what the colours and shapes of a chart mean. */
export class Legend {
  readonly element = element("ul", { class: "legend", "aria-label": "Legend" });
  #shown = "";

  show(entries: readonly LegendEntry[]): void {
    const shown = JSON.stringify(entries);
    if (shown === this.#shown) return;
    this.#shown = shown;
    fill(this.element, ...entries.map(entryElement));
  }
}

function entryElement({ key, colour, text }: LegendEntry): HTMLElement {
  const style = { "--swatch": `var(${colour})` };
  return element("li", {}, element("span", { class: `key key-${key}`, style, "aria-hidden": true }), text);
}
