import type { ComparedSearch } from "../model/compare.ts";
import { searchName } from "../model/compare-plot.ts";
import { element, fill } from "./dom.ts";
import { lineEntry } from "./legend.ts";

/** Says which line is which search. */
export class CompareLegend {
  readonly element = element("ul", { class: "legend", "aria-label": "Legend" });
  #shown = "";

  show(searches: readonly ComparedSearch[]): void {
    const names = searches.map(({ model }) => searchName(model));
    if (names.join("\n") === this.#shown) return;
    this.#shown = names.join("\n");
    fill(
      this.element,
      ...searches.map(({ colour, dash }, index) => lineEntry(colour, names[index] ?? "", dash.length > 0)),
    );
  }
}
