import { moved } from "../model/heatmap-cursor.ts";
import { cellAt, type HeatCell, type HeatLayout, layoutHeatmap } from "../model/heatmap-layout.ts";
import { cellLines, type Heat, sameHeat } from "../model/heatmap-rows.ts";
import { element, setText } from "./dom.ts";
import { type HeatColours, heatColours } from "./heatmap-colours.ts";
import { drawHeat } from "./heatmap-drawing.ts";
import { drawMarks } from "./heatmap-marks.ts";
import { HeatTip } from "./heatmap-tip.ts";
import { pageTheme } from "./theme.ts";

/** What a person does to a heatmap. */
export interface HeatListener {
  /** The pointer or the keyboard is on a candidate's row, or has left. */
  point(candidate: number | undefined): void;
  pick(candidate: number): void;
}

/** Candidates that are marked in every chart. */
export interface HeatMarks {
  readonly selected: number | undefined;
  readonly hovered: number | undefined;
}

/** A heatmap on canvas: rates as colours, reached by pointer and keyboard alike. Cells are drawn only when they differ. */
export class Heatmap {
  readonly element: HTMLElement;
  readonly #listener: HeatListener;
  readonly #cells: HTMLCanvasElement;
  readonly #marks = element("canvas", { class: "heatmap-marks", "aria-hidden": true });
  readonly #tip = new HeatTip();
  readonly #speech = element("p", { class: "visually-hidden", "aria-live": "polite" });
  readonly #observer = new ResizeObserver(() => this.#draw());
  readonly #forgetTheme = pageTheme().onChange(() => this.#draw());
  #heat: Heat | undefined;
  #layout: HeatLayout | undefined;
  #colours: HeatColours | undefined;
  #drawn: Heat | undefined;
  #wanted: HeatMarks = { selected: undefined, hovered: undefined };
  #drawnMarks = "";
  #under: HeatCell | undefined;
  #cursor: HeatCell | undefined;

  constructor(listener: HeatListener) {
    this.#listener = listener;
    this.#cells = element("canvas", {
      class: "heatmap-cells",
      tabindex: 0,
      // Arrow keys are ours: a screen reader must not take them for reading on.
      role: "application",
      "aria-roledescription": "heatmap",
      onpointermove: (event) => this.#point(event as PointerEvent),
      onpointerleave: () => this.#leave(),
      onclick: (event) => this.#click(event as PointerEvent),
      onkeydown: (event) => this.#press(event as KeyboardEvent),
      onfocus: () => this.#focus(),
      onblur: () => this.#leave(),
    });
    this.element = element("div", { class: "heatmap" }, this.#cells, this.#marks, this.#tip.element, this.#speech);
    this.#observer.observe(this.element);
  }

  /** @param label says what is shown and how to get about, for those who hear it */
  show(heat: Heat, label: string): void {
    if (this.#heat !== heat) this.#keepPlace(heat);
    this.#heat = heat;
    if (this.#cells.getAttribute("aria-label") !== label) this.#cells.setAttribute("aria-label", label);
    this.#draw();
  }

  mark(marks: HeatMarks): void {
    this.#wanted = marks;
    this.#drawMarks();
  }

  /** The heatmap on a canvas of its own. */
  picture(ratio: number): HTMLCanvasElement {
    const canvas = element("canvas");
    const [heat, layout] = [this.#heat, this.#layout];
    if (!heat || !layout) return canvas;
    const wide = layoutHeatmap(heat.rows.length, heat.layers, layout.width / layout.ratio, ratio);
    drawHeat(canvas, heat, wide, heatColours());
    return canvas;
  }

  /** CSS pixels. */
  get size(): { readonly width: number; readonly height: number } {
    const { width = 0, height = 0, ratio = 1 } = this.#layout ?? {};
    return { width: width / ratio, height: height / ratio };
  }

  dispose(): void {
    this.#observer.disconnect();
    this.#forgetTheme();
  }

  #draw(): void {
    const [heat, width] = [this.#heat, this.element.clientWidth];
    if (!heat || width === 0) return;
    const layout = layoutHeatmap(heat.rows.length, heat.layers, width, devicePixelRatio);
    const colours = heatColours();
    const isSame = sameHeat(this.#drawn, heat) && sameSize(this.#layout, layout) && this.#colours === colours;
    [this.#layout, this.#colours, this.#drawn] = [layout, colours, heat];
    if (isSame) return;
    drawHeat(this.#cells, heat, layout, colours);
    for (const canvas of [this.#cells, this.#marks]) {
      canvas.style.width = `${layout.width / layout.ratio}px`;
      canvas.style.height = `${layout.height / layout.ratio}px`;
    }
    this.#drawnMarks = "";
    this.#drawMarks();
  }

  #drawMarks(): void {
    const [heat, layout] = [this.#heat, this.#layout];
    if (!heat || !layout) return;
    const rowsOf = (candidate: number | undefined) =>
      heat.rows.flatMap((row, index) => (row.candidate === candidate ? [index] : []));
    const cell = this.#under ?? this.#cursor;
    const marks = {
      selected: rowsOf(this.#wanted.selected),
      hovered: rowsOf(this.#wanted.hovered),
      cell,
      cursor: this.#cursor,
    };
    const key = JSON.stringify(marks);
    if (key === this.#drawnMarks) return;
    this.#drawnMarks = key;
    drawMarks(this.#marks, layout, marks, heatColours());
    this.#tip.show(heat, layout, cell);
  }

  /** Rows move as better candidates come: cursor and pointer stay with theirs, or let go. */
  #keepPlace(next: Heat): void {
    const keep = (cell: HeatCell | undefined) => {
      const key = cell && this.#heat?.rows[cell.row]?.key;
      const row = next.rows.findIndex((candidate) => candidate.key === key);
      return cell && row >= 0 && cell.layer < next.layers ? { ...cell, row } : undefined;
    };
    this.#cursor = keep(this.#cursor);
    this.#under = keep(this.#under);
  }

  #point({ offsetX, offsetY }: PointerEvent): void {
    if (!this.#layout) return;
    this.#under = cellAt(this.#layout, offsetX, offsetY);
    this.#tellPlace(this.#under);
  }

  #click({ offsetX, offsetY }: PointerEvent): void {
    const cell = this.#layout && cellAt(this.#layout, offsetX, offsetY);
    const row = cell && this.#heat?.rows[cell.row];
    if (row) this.#listener.pick(row.candidate);
  }

  #leave(): void {
    this.#under = undefined;
    this.#cursor = document.activeElement === this.#cells ? this.#cursor : undefined;
    this.#tellPlace(this.#cursor);
  }

  #focus(): void {
    // A click focuses, too, but shows where the pointer is already.
    if (!this.#cells.matches(":focus-visible")) return;
    const selected = this.#heat?.rows.findIndex(({ candidate }) => candidate === this.#wanted.selected) ?? -1;
    if (this.#heat && this.#heat.rows.length > 0) this.#go(this.#cursor ?? { row: Math.max(0, selected), layer: 0 });
  }

  #press(event: KeyboardEvent): void {
    const heat = this.#heat;
    if (!heat) return;
    const row = this.#cursor && heat.rows[this.#cursor.row];
    if (row && (event.key === "Enter" || event.key === " ")) this.#listener.pick(row.candidate);
    else if (event.key === "Escape") this.#go(undefined);
    else {
      const from = this.#cursor ?? { row: 0, layer: 0 };
      const next = moved(from, event.key, event.ctrlKey || event.metaKey, heat.rows.length, heat.layers);
      if (!next) return;
      this.#go(next);
    }
    event.preventDefault();
  }

  #go(cell: HeatCell | undefined): void {
    this.#under = undefined;
    this.#cursor = cell;
    const row = cell && this.#heat?.rows[cell.row];
    if (this.#heat && row) setText(this.#speech, cellLines(this.#heat, row, cell.layer).filter(Boolean).join(". "));
    this.#tellPlace(cell);
  }

  #tellPlace(cell: HeatCell | undefined): void {
    this.#listener.point(cell && this.#heat?.rows[cell.row]?.candidate);
    this.#drawMarks();
  }
}

function sameSize(one: HeatLayout | undefined, other: HeatLayout): boolean {
  return one?.width === other.width && one.height === other.height && one.ratio === other.ratio;
}
