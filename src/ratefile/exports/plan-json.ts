import { removedParameters } from "../../pruning/plan.ts";
import { prunableParameters } from "../../pruning/shape.ts";
import { type ExportFormat, mustHavePlan, mustHaveRates } from "./export-format.ts";

/** Rates and the whole units that they come down to, for programs. */
export const planFormat: ExportFormat = {
  id: "plan",
  label: "Plan as JSON",
  description: "rates, and the KV groups and neurons that every layer keeps",
  ending: "json",
  write(document) {
    const rates = mustHaveRates(document);
    const { shape, plan } = mustHavePlan(document, rates);
    const layers = plan.map(({ groups, neurons }, layer) => ({
      layer,
      rate: rates[layer],
      keptGroups: groups,
      groups: shape.layers[layer]?.groups,
      keptNeurons: neurons,
      neurons: shape.layers[layer]?.neurons,
    }));
    const removed = removedParameters(shape, plan);
    const content = {
      model: document.model?.name,
      target: document.value.target?.value,
      removedParameters: removed,
      prunableParameters: prunableParameters(shape),
      layers,
    };
    return `${JSON.stringify(content, undefined, 2)}\n`;
  },
};
