import { type Mark, neighbour, type PlotModel, type Tip } from "../../model/plot.ts";
import { element } from "../dom.ts";
import type { Picture } from "../export-picture.ts";
import { Plot } from "./plot.ts";

/** What is said of the marks of a chart. */
export interface ReadingChartParts<T> {
  mark(of: T): Mark<T>;
  tip(of: T): Tip;
  /** For those who hear the chart. */
  sentence(of: T): string;
}

/** A small chart over which values are read off: its marks stand for nothing else in the panel. */
export class ReadingChart<T> {
  readonly #parts: ReadingChartParts<T>;
  readonly #plot: Plot<T>;
  readonly element: HTMLElement;
  #items: readonly T[] = [];
  #at: T | undefined;

  constructor(parts: ReadingChartParts<T>) {
    this.#parts = parts;
    const listener = {
      point: (of: T | undefined) => this.#read(of),
      pick: () => {},
      step: (by: number) => this.#step(by),
    };
    this.#plot = new Plot<T>(listener, true);
    this.element = element("div", { class: "chart chart-small" }, this.#plot.element);
  }

  /** @param items in the order in which the keys go through them */
  show(model: PlotModel<T>, items: readonly T[], label: string): void {
    this.#items = items;
    this.#plot.show(model, label);
    this.#read(this.#at && items.includes(this.#at) ? this.#at : undefined);
  }

  picture(title: string, note?: string): Picture {
    return this.#plot.picture(title, note);
  }

  dispose(): void {
    this.#plot.dispose();
  }

  #read(of: T | undefined): void {
    this.#at = of;
    this.#plot.hover(of && this.#parts.mark(of), of && this.#parts.tip(of));
  }

  #step(by: number): void {
    this.#read(neighbour(this.#items, this.#at, by));
    if (this.#at) this.#plot.say(this.#parts.sentence(this.#at));
  }
}
