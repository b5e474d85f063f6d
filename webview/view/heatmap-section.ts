import { percent } from "../../src/protocol/text/numbers.ts";
import type { LayerPart } from "../../src/protocol/webview.ts";
import { candidateIn, focusedSearch } from "../model/candidate-focus.ts";
import { shownRatesOf } from "../model/candidate-rates.ts";
import { partNames } from "../model/candidate-words.ts";
import { ceilingOf, generationRows, type Heat, populationRows } from "../model/heatmap-rows.ts";
import type { SearchModel } from "../model/search-model.ts";
import type { TableData } from "../model/table.ts";
import type { Actions, View } from "../store/view.ts";
import { card } from "./card.ts";
import { DataTools } from "./data-table-tools.ts";
import { element, setText } from "./dom.ts";
import type { Picture } from "./export-picture.ts";
import { Heatmap } from "./heatmap.ts";
import { HeatLegend, paintLegend } from "./heatmap-legend.ts";
import { partSwitch } from "./heatmap-part.ts";
import { heatPicture } from "./heatmap-picture.ts";
import type { Section } from "./section.ts";
import type { Segments } from "./segments.ts";

/** In what the heatmaps of a search differ. */
export interface HeatmapKind {
  readonly name: string;
  readonly title: string;
  /** What the rows are, in a sentence. */
  note(heat: Heat, search: SearchModel): string;
  /** Why there are no rows yet. */
  readonly empty: string;
  /** Of the two, those that this one shows. */
  rows(both: ReturnType<typeof rowsOf>): Heat["rows"];
  table(search: SearchModel, part: LayerPart): TableData<unknown>;
}

/** A heatmap in its card, with legend, switch, table and exports. */
export class HeatmapSection implements Section {
  readonly #kind: HeatmapKind;
  readonly #card: ReturnType<typeof card>;
  readonly #note = element("p", { class: "note" });
  readonly #heatmap: Heatmap;
  readonly #legend = new HeatLegend();
  readonly #part: Segments<LayerPart>;
  readonly #tools: DataTools;
  #search: SearchModel | undefined;
  #shown: { readonly search: SearchModel; readonly version: number; readonly part: LayerPart } | undefined;
  #heat: Heat | undefined;

  constructor(kind: HeatmapKind, actions: Actions) {
    this.#kind = kind;
    this.#card = card(kind.name, kind.title);
    this.#part = partSwitch(actions);
    this.#card.tools.append(this.#part.element);
    this.#heatmap = new Heatmap({
      point: (candidate) => actions.hover(this.#refOf(candidate)),
      pick: (candidate) => this.#search && actions.select({ search: this.#search.id, candidate }),
    });
    const chart = element("div", {}, this.#heatmap.element, this.#legend.element);
    this.#card.body.append(this.#note, chart);
    this.#tools = new DataTools(
      this.#card,
      {
        name: kind.name,
        chart,
        searches: () => (this.#search && this.#heat?.rows.length ? [this.#search] : []),
        table: () => this.#table(),
        picture: () => this.#picture(),
      },
      actions,
    );
  }

  get element(): HTMLElement {
    return this.#card.element;
  }

  update(view: View): void {
    const search = focusedSearch(view);
    this.#search = search;
    if (!search) return;
    this.#part.show(view.part);
    this.#refresh(search, view.part);
    this.#tools.update(view);
    this.#heatmap.mark({ selected: candidateIn(search, view.selected), hovered: candidateIn(search, view.hovered) });
  }

  dispose(): void {
    this.#heatmap.dispose();
    this.#legend.dispose();
  }

  #refresh(search: SearchModel, part: LayerPart): void {
    const { version } = search;
    if (this.#shown?.search === search && this.#shown.version === version && this.#shown.part === part) return;
    this.#shown = { search, version, part };
    const both = rowsOf(search, part);
    const rows = this.#kind.rows(both);
    const heat = { rows, layers: search.detail.shape.layers.length, part, ceiling: both.ceiling };
    this.#heat = heat;
    setText(this.#note, rows.length > 0 ? this.#kind.note(heat, search) : this.#kind.empty);
    this.#legend.element.hidden = rows.length === 0;
    this.#legend.show(heat, search.detail.spec.target);
    this.#heatmap.show(heat, this.#label(heat));
  }

  #label({ rows, layers }: Heat): string {
    const size = `${this.#kind.title}: ${rows.length} rows, ${layers} layers.`;
    return `${size} Arrow keys move from cell to cell, Enter selects the candidate of the row.`;
  }

  #refOf(candidate: number | undefined) {
    return this.#search && candidate !== undefined ? { search: this.#search.id, candidate } : undefined;
  }

  #table(): TableData<unknown> {
    const [search, part] = [this.#search, this.#shown?.part ?? "layer"];
    return search ? this.#kind.table(search, part) : { caption: "", columns: [], rows: [] };
  }

  #picture(): Picture {
    const [ceiling, target] = [this.#heat?.ceiling ?? 1, this.#search?.detail.spec.target ?? 0];
    const note = `Removed of the ${partNames[this.#heat?.part ?? "layer"]}; the target of ${percent(target)} is marked.`;
    return heatPicture({ title: this.#kind.title, note }, this.#heatmap, (canvas, ratio) =>
      paintLegend(canvas, { ceiling, target }, ratio),
    );
  }
}

/** The rows of both heatmaps of a search: they share the end of their scale. */
function rowsOf(search: SearchModel, part: LayerPart) {
  const shown = shownRatesOf(search.detail);
  const population = populationRows(search, shown, part, populationOf(search));
  const generations = generationRows(search, shown, part);
  return { population, generations, ceiling: ceilingOf(population, generations) };
}

/** Individuals that survive a generation. */
export function populationOf({ detail, generations }: SearchModel): number {
  return Math.max(1, generations.at(-1)?.population ?? detail.spec.evolution.population);
}
