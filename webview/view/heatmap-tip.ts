import { type Box, boxOf, type HeatCell, type HeatLayout } from "../model/heatmap-layout.ts";
import { cellLines, type Heat } from "../model/heatmap-rows.ts";
import { element, fill } from "./dom.ts";

/** CSS pixels between a cell and what is said of it. */
const DISTANCE = 10;

/** Says what a cell shows, beside it. */
export class HeatTip {
  readonly element = element("div", { class: "tip heatmap-tip", "aria-hidden": true });

  constructor() {
    this.element.hidden = true;
  }

  show(heat: Heat, layout: HeatLayout, cell: HeatCell | undefined): void {
    const row = cell && heat.rows[cell.row];
    this.element.hidden = !row;
    if (!row) return;
    const [heading, value, kept] = cellLines(heat, row, cell.layer);
    fill(
      this.element,
      element("div", {}, heading),
      element("strong", {}, value),
      kept !== "" && element("div", {}, kept),
    );
    this.#place(layout, boxOf(layout, cell));
  }

  /** Above the cell or below it, so that its row can be read on. */
  #place({ ratio, width }: HeatLayout, box: Box): void {
    const { offsetWidth, offsetHeight } = this.element;
    const middle = (box.x + box.width / 2) / ratio;
    const x = Math.min(width / ratio - offsetWidth, Math.max(0, middle - offsetWidth / 2));
    const above = box.y / ratio - DISTANCE - offsetHeight;
    const y = above >= 0 ? above : (box.y + box.height) / ratio + DISTANCE;
    this.element.style.transform = `translate(${Math.round(Math.max(0, x))}px, ${Math.round(y)}px)`;
  }
}
