import { percent } from "../../src/protocol/text/numbers.ts";
import { partNames } from "../model/candidate-words.ts";
import { cssColour } from "../model/colours.ts";
import { scaleIndex } from "../model/colours-scale.ts";
import type { Heat } from "../model/heatmap-rows.ts";
import { element, setText } from "./dom.ts";
import { type HeatColours, heatColours } from "./heatmap-colours.ts";
import { FONT_SIZE, roundPercent } from "./heatmap-drawing.ts";
import { pageTheme } from "./theme.ts";

/** CSS pixels. */
const LEGEND = { width: 220, bar: 10, height: 28 };
/** CSS pixels around the scale, so that the numbers at its ends are whole. */
const MARGIN = 4;

/** CSS pixels of the scale with its numbers, without the margin. */
export const LEGEND_SIZE = { width: LEGEND.width, height: LEGEND.height };

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

/** The colour scale with its numbers, and where the target lies on it; from (x, y) on in CSS pixels of the context. */
function drawLegend(
  context: CanvasRenderingContext2D,
  { ceiling, target }: { readonly ceiling: number; readonly target: number },
  { scale, foreground, muted, font }: HeatColours,
): void {
  const { width, bar } = LEGEND;
  for (let x = 0; x < width; x++) {
    context.fillStyle = cssColour(scale[scaleIndex(x / (width - 1))] ?? [0, 0, 0]);
    context.fillRect(x, 0, 1, bar);
  }
  context.font = `${FONT_SIZE}px ${font}`;
  context.textBaseline = "top";
  context.fillStyle = muted;
  const ends = [
    { at: 0, align: "left" },
    { at: 0.5, align: "center" },
    { at: 1, align: "right" },
  ] as const;
  for (const { at, align } of ends) {
    context.textAlign = align;
    context.fillText(`${roundPercent(at * ceiling)} %`, at * width, bar + 4);
  }
  if (target > ceiling) return;
  context.fillStyle = foreground;
  const x = (target / ceiling) * width;
  context.beginPath();
  context.moveTo(x, bar - 3);
  context.lineTo(x - 4, bar + 4);
  context.lineTo(x + 4, bar + 4);
  context.fill();
}
