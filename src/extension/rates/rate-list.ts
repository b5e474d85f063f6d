import type { SearchDetail } from "../../protocol/runner.ts";

/** Attention and MLP rate of each layer. */
export type Rates = NonNullable<SearchDetail["bestRates"]>;

/** Decimals of a rate, as in rate files. */
const DECIMALS = 5;

/**
 * Rates as papers print them, `[0.05000, 0.28000]`, which is YAML, too: where the halves of a layer differ, both stand in
 * a map.
 */
export function rateList(rates: Rates): string {
  return `[${rates.map(rateText).join(", ")}]`;
}

function rateText(rate: Rates[number]): string {
  const [attention, mlp] = [rate.attention.toFixed(DECIMALS), rate.mlp.toFixed(DECIMALS)];
  return attention === mlp ? mlp : `{ attention: ${attention}, mlp: ${mlp} }`;
}
