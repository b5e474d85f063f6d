import type { EditedRates } from "../../../src/protocol/rate-editor.ts";
import type { LayerPart } from "../../../src/protocol/webview.ts";
import type { LayerRate } from "../../../src/pruning/rates.ts";
import { attentionParameters, layerParameters, type ModelShape } from "../../../src/pruning/shape.ts";

/** Decimals of rates in files. */
const FILE_DECIMALS = 5;

/** Share of each layer's parameters that its attention has; half where the model is not known. */
export function attentionShares(shape: ModelShape | undefined, layers: number): number[] {
  return Array.from({ length: layers }, (_, index) => {
    const layer = shape?.layers[index];
    return layer ? attentionParameters(layer) / layerParameters(layer) : 0.5;
  });
}

/** The rate of a part of a layer. @param share of the attention in the layer's parameters */
export function partRate(rate: LayerRate, part: LayerPart, share: number): number {
  return part === "layer" ? rate.attention * share + rate.mlp * (1 - share) : rate[part];
}

/** The rates of a part, layer by layer; undefined where a layer has none. */
export function partRates(
  layers: EditedRates["layers"],
  part: LayerPart,
  shares: readonly number[],
): (number | undefined)[] {
  return layers.map(({ rate }, layer) => rate && partRate(rate, part, shares[layer] ?? 0.5));
}

/** Rates with some parts of layers set, as near as can be told before the extension has answered. */
export function withValues(
  layers: EditedRates["layers"],
  values: ReadonlyMap<number, number>,
  part: LayerPart,
  shares: readonly number[],
): EditedRates["layers"] {
  return layers.map((layer, index) => {
    const value = values.get(index);
    if (value === undefined || !layer.rate) return layer;
    return { ...layer, rate: withValue(layer.rate, value, part, shares[index] ?? 0.5) };
  });
}

function withValue(rate: LayerRate, value: number, part: LayerPart, share: number): LayerRate {
  if (part !== "layer") return { ...rate, [part]: value };
  if (rate.attention === rate.mlp) return { attention: value, mlp: value };
  const by = value - partRate(rate, part, share);
  return { attention: clamp(rate.attention + by), mlp: clamp(rate.mlp + by) };
}

function clamp(rate: number): number {
  return Math.min(1, Math.max(0, rate));
}

/** A rate between 0 and 1 with so many decimals. */
export function rounded(rate: number, decimals: number): number {
  return Number(clamp(rate).toFixed(decimals));
}

/** A rate as it is written in files. */
export function rateText(rate: number): string {
  return rate.toFixed(FILE_DECIMALS);
}
