import { layerRate, rateAt } from "../../src/pruning/rates.ts";
import type { CandidateBars } from "./candidate-bars.ts";
import type { ShownCandidate } from "./candidate-shown.ts";
import { ratePercent } from "./candidate-words.ts";
import type { SearchModel } from "./search-model.ts";
import type { Column, TableData } from "./table.ts";

interface LayerRow {
  readonly layer: number;
}

/** A candidate layer by layer: the written rates, what its plan keeps, and what that removes. */
export function candidateTable(
  search: SearchModel,
  { candidate }: ShownCandidate,
  bars: CandidateBars,
): TableData<LayerRow> {
  const { shape } = search.detail;
  const { rates, plan } = candidate;
  const layerOf = (layer: number) => shape.layers[layer];
  const { difference } = bars;
  return {
    caption: `Candidate ${candidate.id} layer by layer`,
    rows: rates.map((_, layer) => ({ layer })),
    columns: [
      { title: "Layer", name: "layer", value: ({ layer }) => layer },
      rateColumn("Rate", "rate", ({ layer }) => {
        const shapeOfLayer = layerOf(layer);
        return shapeOfLayer && layerRate(shapeOfLayer, rateAt(rates, layer));
      }),
      rateColumn("Attention rate", "attention_rate", ({ layer }) => rates[layer]?.attention),
      rateColumn("MLP rate", "mlp_rate", ({ layer }) => rates[layer]?.mlp),
      { title: "KV groups kept", name: "kv_groups_kept", value: ({ layer }) => plan[layer]?.groups },
      { title: "of", name: "kv_groups", value: ({ layer }) => layerOf(layer)?.groups },
      { title: "Neurons kept", name: "neurons_kept", value: ({ layer }) => plan[layer]?.neurons },
      { title: "of", name: "neurons", value: ({ layer }) => layerOf(layer)?.neurons },
      ...(difference
        ? [rateColumn(`More than ${difference.from}`, "difference", ({ layer }) => difference.values[layer])]
        : []),
    ],
  };
}

function rateColumn(title: string, name: string, value: (row: LayerRow) => number | undefined): Column<LayerRow> {
  return { title, name, value, text: (row) => ratePercent(value(row) ?? 0) };
}
