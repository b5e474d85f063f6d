import { type CandidateBars, layerLines } from "../model/candidate-bars.ts";
import { type BarsLayout, layoutBars } from "../model/candidate-bars-layout.ts";
import type { ShownCandidate } from "../model/candidate-shown.ts";
import { moved } from "../model/heatmap-cursor.ts";
import { columnAt } from "../model/heatmap-layout.ts";
import { barsLegend } from "../model/legend.ts";
import { drawBars } from "./candidate-bars-drawing.ts";
import { element, fill, setText } from "./dom.ts";
import type { Picture } from "./export-picture.ts";
import { pageTheme } from "./theme.ts";

/** CSS pixels between a layer and what is said of it. */
const DISTANCE = 10;

interface Shown {
  readonly bars: CandidateBars;
  readonly of: ShownCandidate;
}

/** The rates of a candidate as bars, one or two for each layer, read by pointer and keyboard alike. */
export class BarsView {
  readonly #canvas: HTMLCanvasElement;
  readonly #tip = element("div", { class: "tip", "aria-hidden": true });
  readonly #speech = element("p", { class: "visually-hidden", "aria-live": "polite" });
  readonly element: HTMLElement;
  readonly #observer = new ResizeObserver(() => this.#draw());
  readonly #forgetTheme = pageTheme().onChange(() => this.#draw());
  #shown: Shown | undefined;
  #layout: BarsLayout | undefined;
  #pointed: number | undefined;

  constructor() {
    this.#canvas = element("canvas", {
      tabindex: 0,
      role: "application",
      "aria-roledescription": "bar chart",
      onpointermove: (event) => this.#point((event as PointerEvent).offsetX),
      onpointerleave: () => this.#show(undefined),
      onblur: () => this.#show(undefined),
      onkeydown: (event) => this.#press(event as KeyboardEvent),
    });
    this.#tip.hidden = true;
    this.element = element("div", { class: "bars" }, this.#canvas, this.#tip, this.#speech);
    this.#observer.observe(this.element);
  }

  show(bars: CandidateBars, of: ShownCandidate): void {
    this.#shown = { bars, of };
    const label = `Rates of candidate ${of.candidate.id}: ${bars.layers} layers. Arrow keys move from layer to layer.`;
    this.#canvas.setAttribute("aria-label", label);
    this.#draw();
  }

  picture(title: string): Picture {
    const { width = 0, height = 0, ratio = 1 } = this.#layout ?? {};
    return {
      title,
      ...(this.#shown && { legend: barsLegend(this.#shown.bars) }),
      width: width / ratio,
      height: height / ratio,
      canvas: (wanted) => {
        const canvas = element("canvas");
        if (this.#shown)
          drawBars(canvas, this.#shown.bars, layoutBars(this.#shown.bars, width / ratio, wanted), undefined);
        return canvas;
      },
    };
  }

  dispose(): void {
    this.#observer.disconnect();
    this.#forgetTheme();
  }

  #draw(): void {
    const width = this.element.clientWidth;
    if (!this.#shown || width === 0) return;
    const { bars } = this.#shown;
    this.#layout = layoutBars(bars, width, devicePixelRatio);
    if (this.#pointed !== undefined && this.#pointed >= bars.layers) this.#pointed = undefined;
    drawBars(this.#canvas, bars, this.#layout, this.#pointed);
    this.#canvas.style.width = `${this.#layout.width / devicePixelRatio}px`;
    this.#canvas.style.height = `${this.#layout.height / devicePixelRatio}px`;
    this.#tell();
  }

  #point(x: number): void {
    if (this.#layout) this.#show(columnAt(this.#layout.edges, x * this.#layout.ratio - this.#layout.left));
  }

  #press(event: KeyboardEvent): void {
    const layers = this.#shown?.bars.layers ?? 0;
    const from = { row: 0, layer: this.#pointed ?? (event.key === "ArrowRight" ? -1 : 0) };
    const next = moved(from, event.key, false, 1, layers);
    if (!next) return;
    event.preventDefault();
    this.#show(next.layer);
    setText(this.#speech, this.#lines().join(". "));
  }

  #show(layer: number | undefined): void {
    if (layer === this.#pointed) return;
    this.#pointed = layer;
    this.#draw();
  }

  #lines(): readonly string[] {
    if (!this.#shown || this.#pointed === undefined) return [];
    return layerLines(this.#shown.bars, this.#shown.of.candidate.plan, this.#pointed);
  }

  #tell(): void {
    const [lines, layout] = [this.#lines(), this.#layout];
    this.#tip.hidden = lines.length === 0;
    if (!layout || this.#pointed === undefined) return;
    const [first = "", ...others] = lines;
    fill(this.#tip, element("strong", {}, first), ...others.map((line) => element("div", {}, line)));
    const [from, to] = [layout.edges[this.#pointed] ?? 0, layout.edges[this.#pointed + 1] ?? 0];
    const [left, right] = [(layout.left + from) / layout.ratio, (layout.left + to) / layout.ratio];
    const isRight = left + right < layout.width / layout.ratio;
    const x = isRight ? right + DISTANCE : left - DISTANCE - this.#tip.offsetWidth;
    this.#tip.style.transform = `translate(${Math.round(Math.max(0, x))}px, 16px)`;
  }
}
