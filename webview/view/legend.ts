import type { PointSeries } from "../model/chart-data.ts";
import { authorShapes, operatorColours } from "../model/fitness-plot.ts";
import type { ColourName, Shape } from "../model/plot.ts";
import { authorNames, operatorNames } from "../model/wording.ts";
import { element, fill } from "./dom.ts";

/** Says what the colours and shapes of the fitness chart mean: those that are in it, and no others. */
export class FitnessLegend {
  readonly element = element("ul", { class: "legend", "aria-label": "Legend" });
  #shown = "";

  show(series: readonly PointSeries[]): void {
    const operators = [...new Set(series.map(({ operator }) => operator))];
    const authors = [...new Set(series.map(({ author }) => author))];
    const key = [...operators, ...authors].join();
    if (key === this.#shown) return;
    this.#shown = key;
    fill(
      this.element,
      ...operators.map((operator) => entry("key-square", operatorColours[operator], operatorNames[operator])),
      ...authors.map((author) => entry(`key-${authorShapes[author]}`, "--muted", authorNames[author])),
      lineEntry("--best", "Best so far"),
    );
  }
}

/** What a line means. */
export function lineEntry(colour: ColourName, text: string, isDashed = false): HTMLElement {
  return entry(isDashed ? "key-dashes" : "key-line", colour, text);
}

function entry(key: `key-${Shape | "square" | "line" | "dashes"}`, colour: ColourName, text: string): HTMLElement {
  const swatch = element("span", { class: `key ${key}`, style: { "--swatch": `var(${colour})` }, "aria-hidden": true });
  return element("li", {}, swatch, text);
}
