import { percent } from "../../src/protocol/text/numbers.ts";
import type { CandidateBars } from "../model/candidate-bars.ts";
import { partNames } from "../model/candidate-words.ts";
import { barColours } from "./candidate-bars-drawing.ts";
import { element, fill } from "./dom.ts";

/** What the bars of a candidate mean. */
export class BarLegend {
  readonly element = element("ul", { class: "legend", "aria-label": "Legend" });
  #shown = "";

  show({ series, whole, target }: CandidateBars): void {
    const key = JSON.stringify([series.map(({ part }) => part), target]);
    if (key === this.#shown) return;
    this.#shown = key;
    const sides = series.length > 1 ? [" (left)", " (right)"] : [""];
    fill(
      this.element,
      ...series.map(({ part }, index) =>
        entry("key key-square", `Removed of the ${partNames[part]}${sides[index] ?? ""}`, barColours[part]),
      ),
      whole && entry("key key-line", "Whole layer", "--ink"),
      entry("key key-dashes", `Target ${percent(target)}`, "--muted"),
    );
  }
}

function entry(shape: string, text: string, colour: `--${string}`): HTMLElement {
  const key = element("span", { class: shape, style: { "--swatch": `var(${colour})` }, "aria-hidden": true });
  return element("li", {}, key, text);
}
