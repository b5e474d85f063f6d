import { historyTable } from "../model/heatmap-table.ts";
import { HeatmapSection } from "./heatmap-section.ts";
import type { SectionFactory } from "./section.ts";

/** The best candidate of each generation × layers: how the search found its rates. */
export const historyHeatmap: SectionFactory = (actions) =>
  new HeatmapSection(
    {
      name: "history",
      title: "Best rates through time",
      empty: "The first generation has not ended yet.",
      note: ({ rows }, { detail }) =>
        `The best candidate at the end of each generation, ${rows[0]?.key ?? 0} to ${rows.at(-1)?.key ?? 0} of ${detail.summary.generations}.`,
      rows: ({ generations }) => generations,
      table: historyTable,
    },
    actions,
  );
