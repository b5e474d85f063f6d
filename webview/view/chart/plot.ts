import type { Mark, PlotModel, Tip } from "../../model/plot.ts";
import { element, setText } from "../dom.ts";
import type { Picture } from "../export-picture.ts";
import { pageTheme } from "../theme.ts";
import { Drawing } from "./drawing.ts";
import { Overlay, type Place } from "./overlay.ts";

/** Pixels from the pointer within which a mark is meant. */
const REACH = 28;
/** Size in CSS pixels of the picture of a chart whose table is shown in its place. */
const UNSEEN = { width: 800, height: 360 };
/** Steps of the keys; infinite ones lead to the ends. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  PageUp: -10,
  PageDown: 10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** What a person does to a chart. */
export interface PlotListener<T> {
  /** The pointer is on a mark, or has left. */
  point(of: T | undefined): void;
  pick(of: T | undefined): void;
  /** The keyboard asks for the mark so many steps further. */
  step(by: number): void;
}

/** A chart on a canvas, with what is pointed at and chosen marked over it; reached by pointer and keyboard alike. */
export class Plot<T> {
  readonly #canvas = element("canvas", {});
  readonly #overlay = new Overlay();
  readonly #area: HTMLElement;
  readonly #spoken = element("div", { class: "visually-hidden", role: "status" });
  readonly #theme = pageTheme();
  readonly #drawing: Drawing<T>;
  readonly #forgetTheme: () => void;
  readonly #readsAcross: boolean;
  readonly element: HTMLElement;
  #model: PlotModel<T> | undefined;
  #hovered: Mark<T> | undefined;
  #selected: Mark<T> | undefined;
  #tip: Tip | undefined;

  /** @param readsAcross whether the mark at the pointer's x is meant, however far above or below it lies */
  constructor(listener: PlotListener<T>, readsAcross = false) {
    this.#readsAcross = readsAcross;
    this.#area = element(
      "div",
      { class: "plot-area", tabindex: 0, role: "application", "aria-roledescription": "chart" },
      this.#canvas,
      this.#overlay.element,
    );
    this.element = element("div", { class: "plot" }, this.#area, this.#spoken);
    this.#drawing = new Drawing(this.#canvas, this.#theme, () => this.#place());
    this.#forgetTheme = this.#theme.onChange(() => this.#draw());
    this.#listen(listener);
  }

  /** Whether the pointer or the keyboard is here, so that the tip belongs here, too. */
  get isActive(): boolean {
    return this.#area.matches(":hover, :focus");
  }

  /** The chart as it is now, for a file. */
  picture(title: string, note?: string): Picture {
    const { width, height } = sizeOrDefault(this.#drawing.size);
    const said = note === undefined ? {} : { note };
    return { title, ...said, width, height, canvas: (ratio) => this.#pictured(width, height, ratio) };
  }

  show(model: PlotModel<T>, label: string): void {
    this.#model = model;
    this.#area.setAttribute("aria-label", label);
    this.#draw();
  }

  hover(mark: Mark<T> | undefined, tip: Tip | undefined): void {
    this.#hovered = mark;
    this.#tip = tip;
    this.#place();
  }

  select(mark: Mark<T> | undefined): void {
    this.#selected = mark;
    this.#place();
  }

  /** Tells those who hear the chart. */
  say(text: string): void {
    setText(this.#spoken, text);
  }

  dispose(): void {
    this.#forgetTheme();
    this.#drawing.dispose();
  }

  #pictured(width: number, height: number, ratio: number): HTMLCanvasElement {
    const canvas = element("canvas", { width, height });
    const drawing = new Drawing<T>(canvas, this.#theme, () => {}, ratio);
    if (this.#model) drawing.draw(this.#model);
    const copy = element("canvas", { width: canvas.width, height: canvas.height });
    copy.getContext("2d")?.drawImage(canvas, 0, 0);
    drawing.dispose();
    return copy;
  }

  #draw(): void {
    if (this.#model) this.#drawing.draw(this.#model);
  }

  #place(): void {
    this.#overlay.hover(this.#placeOf(this.#hovered), this.#drawing.area);
    this.#overlay.select(this.#placeOf(this.#selected));
    this.#overlay.tip(this.isActive ? this.#placeOf(this.#hovered) : undefined, this.#tip);
  }

  #placeOf(mark: Mark<T> | undefined): Place | undefined {
    return mark && this.#drawing.placeOf(mark);
  }

  #listen(listener: PlotListener<T>): void {
    const area = this.#area;
    area.addEventListener("pointermove", (event) => listener.point(this.#nearest(event)?.of));
    area.addEventListener("pointerleave", () => listener.point(undefined));
    area.addEventListener("blur", () => listener.point(undefined));
    area.addEventListener("click", (event) => listener.pick(this.#nearest(event)?.of));
    area.addEventListener("keydown", (event) => {
      if (this.#press(event.key, listener)) event.preventDefault();
    });
  }

  /** @returns whether the key means something here */
  #press(key: string, listener: PlotListener<T>): boolean {
    const step = STEPS[key];
    if (step !== undefined) listener.step(step);
    else if (key === "Enter" || key === " ") listener.pick(this.#hovered?.of);
    else if (key === "Escape") listener.point(undefined);
    else return false;
    return true;
  }

  #nearest({ clientX, clientY }: MouseEvent): Mark<T> | undefined {
    const { left, top } = this.#canvas.getBoundingClientRect();
    let [found, least]: [Mark<T> | undefined, number] = [undefined, REACH ** 2];
    for (const mark of this.#pickable()) {
      const place = this.#drawing.placeOf(mark);
      const up = this.#readsAcross ? 0 : place.top - clientY + top;
      const distance = (place.left - clientX + left) ** 2 + up ** 2;
      if (distance < least) [found, least] = [mark, distance];
    }
    return found;
  }

  #pickable(): readonly Mark<T>[] {
    return this.#model?.series.filter(({ isPickable }) => isPickable).flatMap(({ marks }) => marks) ?? [];
  }
}

/** A chart that is not shown has no size. */
function sizeOrDefault(size: { readonly width: number; readonly height: number }) {
  return size.width > 0 && size.height > 0 ? size : UNSEEN;
}
