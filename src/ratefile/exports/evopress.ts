import { UserError } from "../../base/errors.ts";
import type { LayerRate } from "../../pruning/rates.ts";
import { type ExportFormat, mustHaveRates } from "./export-format.ts";

/** EvoPress' drop configuration (IST-DASLab/EvoPress, `layer_drop_config.txt`): what of each block goes, one line each. */
export const evoPressFormat: ExportFormat = {
  id: "evopress",
  label: "EvoPress drop configuration",
  description: "none, attn, mlp or attn+mlp for each layer; for files that only drop",
  ending: "txt",
  write: (document) => `${mustHaveRates(document).map(dropped).join("\n")}\n`,
};

function dropped({ attention, mlp }: LayerRate, layer: number): string {
  if (![attention, mlp].every((rate) => rate === 0 || rate === 1)) {
    throw new UserError(
      "not-a-drop",
      `Layer ${layer} is cut in part, and a drop configuration only knows whole halves.`,
      "Export a list or a table instead.",
    );
  }
  if (attention === mlp) return mlp === 1 ? "attn+mlp" : "none";
  return attention === 1 ? "attn" : "mlp";
}
