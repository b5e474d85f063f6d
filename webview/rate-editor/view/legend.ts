import { HEATS } from "../../../src/protocol/rate-heat.ts";
import { element, fill } from "../../view/dom.ts";
import type { EditorView } from "../view.ts";

/** What the colours and lines of the bars mean. */
export class Legend {
  readonly element = element("ul", { class: "legend", "aria-label": "Legend" });
  #drawn = "";

  update({ part, beside, rates, file }: EditorView): void {
    const isPaired = part === "layer" && rates.layers.some(({ rate }) => rate && rate.attention !== rate.mlp);
    const key = JSON.stringify([part, beside?.name, isPaired, rates.target !== undefined, rates.target?.met]);
    this.element.hidden = !file;
    if (key === this.#drawn) return;
    this.#drawn = key;
    const isWhole = part === "layer";
    fill(
      this.element,
      element("li", {}, scale(), "keeps all … removes all"),
      isPaired && element("li", {}, "below the line attention, above it MLP"),
      isWhole && rates.target && line("key key-dashes", "--ink", "target"),
      isWhole && rates.mean !== undefined && !rates.target?.met && line("key key-line", "--warn", "mean"),
      beside && line("key key-line", "--ghost", beside.name),
    );
  }
}

function scale(): HTMLElement {
  const steps = Array.from({ length: HEATS }, (_, heat) =>
    element("span", { style: { "--swatch": `var(--vscode-selfPruner-rate${heat + 1})` } }),
  );
  return element("span", { class: "heat-scale", "aria-hidden": true }, ...steps);
}

function line(shape: string, colour: `--${string}`, text: string): HTMLElement {
  return element(
    "li",
    {},
    element("span", { class: shape, style: { "--swatch": `var(${colour})` }, "aria-hidden": true }),
    text,
  );
}
