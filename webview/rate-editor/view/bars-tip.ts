import { element, fill } from "../../view/dom.ts";
import { type BarsLayout, columnOf } from "../model/bars-layout.ts";
import { pointsText } from "../model/differences.ts";
import { partRate, rateText } from "../model/layer-values.ts";
import { layerWords } from "../model/words.ts";
import type { EditorView } from "../view.ts";

/** CSS pixels between a bar and what is said of it. */
const DISTANCE = 10;

/** Says what a bar stands for, beside it. */
export class BarsTip {
  readonly element = element("div", { class: "tip", "aria-hidden": true });

  constructor() {
    this.element.hidden = true;
  }

  show(view: EditorView, layout: BarsLayout, layer: number | undefined, scrolled: number): void {
    this.element.hidden = layer === undefined || !view.rates.layers[layer];
    if (layer === undefined || this.element.hidden) return;
    const [head = "", ...others] = linesOf(view, layer);
    fill(this.element, element("strong", {}, head), ...others.map((line) => element("div", {}, line)));
    this.#place(layout, layer, scrolled);
  }

  /** On the side where there is more room. */
  #place(layout: BarsLayout, layer: number, scrolled: number): void {
    const { x, width } = columnOf(layout, layer);
    const [from, to] = [x - scrolled, x + width - scrolled];
    const isRight = from + to < layout.width;
    const left = isRight ? to + DISTANCE : from - DISTANCE - this.element.offsetWidth;
    const most = Math.max(0, layout.width - this.element.offsetWidth);
    this.element.style.transform = `translate(${Math.round(Math.min(most, Math.max(0, left)))}px, ${layout.top}px)`;
  }
}

function linesOf(view: EditorView, layer: number): string[] {
  const { rates, file, part, shares, beside } = view;
  const words = layerWords({ rates, model: file?.model, part, shares }, layer).split(", ");
  const [first = "", ...others] = words;
  const [own, other, share] = [rates.layers[layer]?.rate, beside?.rates[layer], shares[layer] ?? 0.5];
  if (!beside || !own || !other) return [`Layer ${layer}: ${first}`, ...others];
  const pair = { layer, own: partRate(own, part, share), other: partRate(other, part, share) };
  return [`Layer ${layer}: ${first}`, ...others, `${beside.name}: ${rateText(pair.other)} (${pointsText(pair)})`];
}
