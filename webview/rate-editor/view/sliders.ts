import { element, fill } from "../../view/dom.ts";
import { type BarsLayout, columnOf } from "../model/bars-layout.ts";
import { partRates } from "../model/layer-values.ts";
import { layerWords, rateName } from "../model/words.ts";
import type { EditorView } from "../view.ts";

/** One slider for each layer, over its bar: what a keyboard and a screen reader work with. One of them has the tab stop. */
export class Sliders {
  readonly element: HTMLElement;
  #sliders: readonly HTMLElement[] = [];
  #layout: BarsLayout | undefined;
  #shown: EditorView | undefined;
  #isOwnFocus = false;

  /** @param focused called with the layer that got the focus by Tab or a screen reader */
  constructor(focused: (layer: number) => void) {
    this.element = element("div", {
      class: "sliders",
      role: "group",
      "aria-describedby": "rate-keys",
      onfocusin: (event) => {
        if (!this.#isOwnFocus) focused(this.#sliders.indexOf(event.target as HTMLElement));
      },
    });
  }

  update(view: EditorView, layout: BarsLayout): void {
    this.element.setAttribute("aria-label", `${layout.layers} layers, ${rateName(view.part)}`);
    if (this.#sliders.length !== layout.layers) this.#make(layout.layers);
    if (this.#layout !== layout) this.#place(layout);
    if (this.#isOther(view)) this.#tell(view);
    this.#move(view.selection.focus);
    this.#shown = view;
  }

  /** @param layer the one with the tab stop when left out */
  focus(layer = this.#shown?.selection.focus ?? 0): void {
    this.#move(layer);
    this.#isOwnFocus = true;
    this.#sliders[layer]?.focus({ preventScroll: true });
    this.#isOwnFocus = false;
  }

  get hasFocus(): boolean {
    return this.element.contains(document.activeElement);
  }

  #make(layers: number): void {
    const hadFocus = this.hasFocus;
    const attributes = { class: "slider", role: "slider", tabindex: -1, "aria-orientation": "vertical" };
    this.#sliders = Array.from({ length: layers }, (_, layer) =>
      element("div", { ...attributes, "aria-label": `Layer ${layer}`, "aria-valuemin": 0, "aria-valuemax": 1 }),
    );
    this.#layout = undefined;
    this.#shown = undefined;
    fill(this.element, ...this.#sliders);
    if (hadFocus) this.focus(0);
  }

  #place(layout: BarsLayout): void {
    this.#layout = layout;
    for (const [layer, slider] of this.#sliders.entries()) {
      const { x, width } = columnOf(layout, layer);
      slider.style.left = `${x}px`;
      slider.style.width = `${width}px`;
    }
    this.element.style.top = `${layout.top - 4}px`;
    this.element.style.height = `${layout.bottom - layout.top + 8}px`;
  }

  #isOther({ rates, part, file }: EditorView): boolean {
    return this.#shown?.rates !== rates || this.#shown.part !== part || this.#shown.file !== file;
  }

  #tell({ rates, part, shares, file }: EditorView): void {
    const values = partRates(rates.layers, part, shares);
    const about = { rates, model: file?.model, part, shares };
    for (const [layer, slider] of this.#sliders.entries()) {
      slider.setAttribute("aria-valuenow", String(values[layer] ?? 0));
      slider.setAttribute("aria-valuetext", layerWords(about, layer));
      const isFixed = file?.readOnly !== undefined || rates.layers[layer]?.locked === true;
      slider.setAttribute("aria-readonly", String(isFixed));
    }
  }

  #move(layer: number): void {
    const [stop] = this.element.querySelectorAll<HTMLElement>("[tabindex='0']");
    const next = this.#sliders[layer];
    if (!next || stop === next) return;
    if (stop) stop.tabIndex = -1;
    next.tabIndex = 0;
  }
}
