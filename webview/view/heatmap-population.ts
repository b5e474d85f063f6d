import { populationTable } from "../model/heatmap-table.ts";
import { HeatmapSection, populationOf } from "./heatmap-section.ts";
import type { SectionFactory } from "./section.ts";

/** The best candidates × layers: what the survivors have in common. */
export const populationHeatmap: SectionFactory = (actions) =>
  new HeatmapSection(
    {
      name: "population",
      title: "Best candidates by layer",
      empty: "No candidate has been evaluated yet.",
      note: ({ rows }, { detail }) =>
        rows.length === 1
          ? "One candidate so far."
          : `The ${rows.length} best candidates after ${Math.round(detail.summary.evaluations)} evaluations, best first.`,
      rows: ({ population }) => population,
      table: (search, part) => populationTable(search, part, populationOf(search)),
    },
    actions,
  );
