import { RATE_DECIMALS, type RateVector } from "../../pruning/rates.ts";
import { type ExportFormat, mustHaveRates } from "./export-format.ts";

/** `[0.05000, 0.28000]`, as papers and programs print rates. */
export const listFormat: ExportFormat = {
  id: "list",
  label: "List of rates",
  description: "[0.05000, 0.28000, …] as papers print it",
  ending: "txt",
  write: (document) => `${listText(mustHaveRates(document))}\n`,
};

/** One list; where the halves of a layer differ, one for attention and one for MLP, together a map of YAML. */
export function listText(rates: RateVector): string {
  const attention = bracketed(rates.map((rate) => rate.attention));
  const mlp = bracketed(rates.map((rate) => rate.mlp));
  return attention === mlp ? mlp : `attention: ${attention}\nmlp: ${mlp}`;
}

function bracketed(rates: readonly number[]): string {
  return `[${rates.map((rate) => rate.toFixed(RATE_DECIMALS)).join(", ")}]`;
}
