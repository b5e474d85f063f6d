import type { SearchDetail } from "../../protocol/runner.ts";

/** Attention and MLP rate of each layer. */
export type Rates = NonNullable<SearchDetail["bestRates"]>;

/** Decimals of a rate, as in rate files. */
const DECIMALS = 5;

/**
 * Rates as papers print them, `[0.05000, 0.28000]`. Where the halves of a layer differ: a list for attention and one for
 * MLP, together a map of YAML.
 */
export function rateList(rates: Rates): string {
  const attention = listText(rates.map((rate) => rate.attention));
  const mlp = listText(rates.map((rate) => rate.mlp));
  return attention === mlp ? mlp : `attention: ${attention}\nmlp: ${mlp}`;
}

function listText(rates: readonly number[]): string {
  return `[${rates.map((rate) => rate.toFixed(DECIMALS)).join(", ")}]`;
}
