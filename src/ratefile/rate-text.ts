import { type LayerRate, RATE_DECIMALS } from "../pruning/rates.ts";

/** A rate as it is written: five decimals, `drop` for all of it. */
export function rateText(rate: number): string {
  const text = rate.toFixed(RATE_DECIMALS);
  return Number(text) === 1 ? "drop" : text;
}

/** A layer's value: `0.25000`, `drop`, or both halves where they differ. */
export function layerRateText({ attention, mlp }: LayerRate): string {
  const parts = { attention: rateText(attention), mlp: rateText(mlp) };
  return parts.attention === parts.mlp ? parts.mlp : pairText({ attention, mlp });
}

/** Both halves, each for itself. */
export function pairText({ attention, mlp }: LayerRate): string {
  return `{ attention: ${rateText(attention)}, mlp: ${rateText(mlp)} }`;
}
