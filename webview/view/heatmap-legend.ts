import { percent } from "../../src/protocol/text/numbers.ts";
import { partNames } from "../model/candidate-words.ts";
import type { Heat } from "../model/heatmap-rows.ts";
import { element, setText } from "./dom.ts";
import { type HeatColours, heatColours } from "./heatmap-colours.ts";
import { drawLegend, LEGEND_SIZE } from "./heatmap-drawing.ts";
import { pageTheme } from "./theme.ts";

/** CSS pixels around the scale, so that the numbers at its ends are whole. */
const MARGIN = 4;

/** What the colours of a heatmap mean, in numbers. */
export class HeatLegend {
  readonly #text = element("span");
  readonly #canvas = element("canvas", { role: "img" });
  readonly element = element("div", { class: "heatmap-legend" }, this.#text, this.#canvas);
  readonly #forgetTheme = pageTheme().onChange(() => this.#draw());
  #shown: { readonly heat: Heat; readonly target: number } | undefined;
  #drawn: readonly [ceiling: number, target: number, ratio: number, colours: HeatColours] | undefined;

  show(heat: Heat, target: number): void {
    this.#shown = { heat, target };
    setText(this.#text, `Removed of the ${partNames[heat.part]}`);
    this.#draw();
  }

  dispose(): void {
    this.#forgetTheme();
  }

  #draw(): void {
    if (!this.#shown) return;
    const { heat, target } = this.#shown;
    const next = [heat.ceiling, target, devicePixelRatio, heatColours()] as const;
    if (next.every((part, index) => part === this.#drawn?.[index])) return;
    this.#drawn = next;
    paintLegend(this.#canvas, { ceiling: heat.ceiling, target }, devicePixelRatio);
    this.#canvas.style.width = `${LEGEND_SIZE.width + 2 * MARGIN}px`;
    const mark = target > heat.ceiling ? "" : `, the target of ${percent(target)} is marked`;
    this.#canvas.setAttribute("aria-label", `Colour scale from 0 % to ${percent(heat.ceiling)}${mark}`);
  }
}

/** Draws the scale of a heatmap on a canvas. */
export function paintLegend(
  canvas: HTMLCanvasElement,
  scale: { readonly ceiling: number; readonly target: number },
  ratio: number,
): void {
  canvas.width = (LEGEND_SIZE.width + 2 * MARGIN) * ratio;
  canvas.height = LEGEND_SIZE.height * ratio;
  const context = canvas.getContext("2d");
  context?.scale(ratio, ratio);
  context?.translate(MARGIN, 0);
  if (context) drawLegend(context, scale, heatColours());
}
