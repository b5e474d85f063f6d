import { layerRate, RATE_DECIMALS, rateAt } from "../../pruning/rates.ts";
import { type ExportFormat, mustHavePlan, mustHaveRates } from "./export-format.ts";

const head = "layer,rate,attention,mlp,kept_groups,groups,kept_neurons,neurons";

/** One row per layer, for spreadsheets and plots. */
export const tableFormat: ExportFormat = {
  id: "table",
  label: "Table as CSV",
  description: "one row per layer: rates and kept units",
  ending: "csv",
  write(document) {
    const rates = mustHaveRates(document);
    const { shape, plan } = mustHavePlan(document, rates);
    const rows = shape.layers.map((layer, index) => {
      const rate = rateAt(rates, index);
      const numbers = [layerRate(layer, rate), rate.attention, rate.mlp].map((number) => number.toFixed(RATE_DECIMALS));
      return [index, ...numbers, plan[index]?.groups, layer.groups, plan[index]?.neurons, layer.neurons].join(",");
    });
    return `${[head, ...rows].join("\n")}\n`;
  },
};
