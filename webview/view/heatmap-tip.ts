import { boxOf, type HeatCell, type HeatLayout } from "../model/heatmap-layout.ts";
import { cellLines, type Heat } from "../model/heatmap-rows.ts";
import { element, fill } from "./dom.ts";

/** CSS pixels between a cell and what is said of it. */
const DISTANCE = 10;

/** Says what a cell shows, beside it: at the side of the cell where there is more room. */
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
    this.#place(layout, cell);
  }

  #place(layout: HeatLayout, cell: HeatCell): void {
    const box = boxOf(layout, cell);
    const [left, right] = [box.x / layout.ratio, (box.x + box.width) / layout.ratio];
    const isRight = left + right < layout.width / layout.ratio;
    const x = isRight ? right + DISTANCE : left - DISTANCE - this.element.offsetWidth;
    const y = (box.y + box.height / 2) / layout.ratio - this.element.offsetHeight / 2;
    this.element.style.transform = `translate(${Math.round(Math.max(0, x))}px, ${Math.round(Math.max(0, y))}px)`;
  }
}
