import { element } from "../../view/dom.ts";
import { pageTheme } from "../../view/theme.ts";
import { type BarsLayout, hitAt, layoutBars, nearestLayer, scrollTo } from "../model/bars-layout.ts";
import { only } from "../model/selection.ts";
import type { Actions, EditorView } from "../view.ts";
import { drawBars } from "./bars-drawing.ts";
import { BarsKeys } from "./bars-keys.ts";
import { BarsPointer } from "./bars-pointer.ts";
import { BarsTip } from "./bars-tip.ts";
import { Sliders } from "./sliders.ts";

/** CSS pixels of the page that stand above and below the bars, about. */
const AROUND = 330;
/** And as much more of what is laid beside is to be seen with them. */
const BESIDE = 150;
const [LOWEST, HIGHEST] = [240, 460];

/** The bars: drawn on a canvas, dragged by a pointer, and sliders for whom they are none to see. */
export class BarsView {
  readonly #actions: Actions;
  readonly #canvas = element("canvas", { "aria-hidden": true });
  readonly #sliders = new Sliders((layer) => this.#focused(layer));
  readonly #content: HTMLElement;
  readonly #scroller: HTMLElement;
  readonly #tip = new BarsTip();
  readonly #pointer: BarsPointer;
  readonly #keys: BarsKeys;
  readonly element: HTMLElement;
  #view: EditorView | undefined;
  #layout: BarsLayout | undefined;
  #hovered: number | undefined;

  /** @param typeNumber begins to type a rate for the chosen layers */
  constructor(actions: Actions, typeNumber: (text?: string) => void) {
    this.#actions = actions;
    this.#keys = new BarsKeys(actions, {
      layers: () => this.#layout?.layers ?? 0,
      typeNumber,
      focus: (layer) => this.#sliders.focus(layer),
    });
    this.#pointer = new BarsPointer(actions);
    this.#content = element(
      "div",
      {
        class: "rate-content",
        onpointerdown: (event) => this.#press(event as PointerEvent),
        onpointermove: (event) => this.#move(event as PointerEvent),
        onpointerup: (event) => this.#pointer.release(event as PointerEvent),
        onpointercancel: () => this.#pointer.cancel(),
        onpointerleave: () => this.#hover(undefined),
        ondblclick: () => typeNumber(),
        onkeydown: (event) => this.#key(event as KeyboardEvent),
        onkeyup: () => this.#actions.drop(),
        onfocusout: () => this.#left(),
      },
      this.#canvas,
      this.#sliders.element,
    );
    this.#scroller = element("div", { class: "rate-scroll", onscroll: () => this.#draw() }, this.#content);
    this.element = element("div", { class: "rate-bars" }, this.#scroller, this.#tip.element);
    new ResizeObserver(() => this.#resized()).observe(this.element);
    window.addEventListener("resize", () => this.#resized());
    pageTheme().onChange(() => this.#draw());
  }

  update(view: EditorView): void {
    const moved = view.selection.focus !== this.#view?.selection.focus;
    this.#view = view;
    this.#fit(view);
    if (!this.#layout) return;
    this.#sliders.update(view, this.#layout);
    if (moved) this.#reveal(view.selection.focus);
    this.#draw();
  }

  focus(): void {
    this.#sliders.focus();
  }

  #resized(): void {
    if (this.#view) this.update(this.#view);
  }

  #fit({ rates, beside }: EditorView): void {
    const layers = rates.layers.length;
    const width = this.element.clientWidth;
    if (width === 0) return;
    const height = Math.min(HIGHEST, Math.max(LOWEST, window.innerHeight - AROUND - (beside ? BESIDE : 0)));
    const next = layoutBars(layers, width, height, devicePixelRatio);
    if (JSON.stringify(next) === JSON.stringify(this.#layout)) return;
    this.#layout = next;
    this.#canvas.style.width = `${next.width}px`;
    this.#canvas.style.height = `${next.height}px`;
    this.#content.style.width = `${next.contentWidth}px`;
    this.#content.style.height = `${next.height}px`;
  }

  #draw(): void {
    const [view, layout] = [this.#view, this.#layout];
    if (!view || !layout) return;
    const scrolled = this.#scroller.scrollLeft;
    drawBars(this.#canvas, view, { layout, scrolled, hovered: this.#hovered });
    this.#tip.show(view, layout, this.#pointer.isDragging ? undefined : this.#hovered, scrolled);
  }

  #press(event: PointerEvent): void {
    const layout = this.#layout;
    if (!layout || event.button !== 0) return;
    // The focus is given by hand: to the layer that is pressed, whatever lies above it.
    event.preventDefault();
    this.#content.dataset["by"] = "pointer";
    const at = this.#placeOf(event);
    const hit = hitAt(layout, at.x, at.y);
    if (this.#pointer.press(layout, at, event)) this.#content.setPointerCapture(event.pointerId);
    this.#sliders.focus(hit?.layer);
  }

  #move(event: PointerEvent): void {
    if (!this.#layout) return;
    const at = this.#placeOf(event);
    this.#pointer.move(this.#layout, at, event.shiftKey);
    const hit = hitAt(this.#layout, at.x, at.y);
    this.#content.dataset["zone"] = this.#zoneOf(hit);
    if (!this.#pointer.isDragging) this.#hover(hit?.layer);
    else if (this.#pointer.isPainting) this.#hover(nearestLayer(this.#layout, at.x));
  }

  #zoneOf(hit: ReturnType<typeof hitAt>): string {
    if (!hit || this.#pointer.isDragging) return hit ? "bar" : "";
    const isLocked = this.#view?.rates.layers[hit.layer]?.locked;
    return hit.zone === "bar" && isLocked ? "locked" : hit.zone;
  }

  #hover(layer: number | undefined): void {
    if (layer === this.#hovered) return;
    this.#hovered = layer;
    this.#draw();
  }

  #key(event: KeyboardEvent): void {
    delete this.#content.dataset["by"];
    const isDragged = this.#pointer.isDragging;
    if (isDragged && event.key === "Escape") this.#pointer.cancel();
    else if (isDragged || !this.#keys.press(event)) return;
    event.preventDefault();
    // VS Code would undo and save something else.
    event.stopPropagation();
    this.#hovered = undefined;
  }

  /** A screen reader or the tab key gave a slider the focus. */
  #focused(layer: number): void {
    if (layer >= 0 && !this.#actions.selection.layers.has(layer)) this.#actions.choose(only(layer));
    this.#draw();
  }

  #left(): void {
    if (!this.#pointer.isDragging) this.#actions.drop();
    this.#draw();
  }

  #reveal(layer: number): void {
    if (!this.#layout) return;
    const scrolled = this.#scroller.scrollLeft;
    const wanted = scrollTo(this.#layout, layer, scrolled);
    if (wanted !== scrolled) this.#scroller.scrollLeft = wanted;
    if (this.#sliders.hasFocus) this.#sliders.focus(layer);
  }

  #placeOf({ clientX, clientY }: PointerEvent): { x: number; y: number } {
    const { left, top } = this.#content.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }
}
