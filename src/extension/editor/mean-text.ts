import type { LayerProfile } from "../../ratefile/services/layer-profile.ts";

/** The mean of a file against its target. */
export interface MeanText {
  readonly text: string;
  /** Undefined without a target, or while there is no mean. */
  readonly met: boolean | undefined;
}

/** `mean 0.29874 of target 0.30000 (−0.00126)`; undefined for a file that names no layers. */
export function meanText(profile: LayerProfile): MeanText | undefined {
  const { mean, target, rows } = profile;
  if (rows.length === 0) return undefined;
  if (mean === undefined) return { text: whyNoMean(profile), met: undefined };
  if (!target) return { text: `mean ${rate(mean)}`, met: undefined };
  const { value, met } = target;
  const off = mean - value;
  if (met) return { text: `mean ${rate(mean)} meets the target`, met };
  return { text: `mean ${rate(mean)}, ${off > 0 ? "+" : "−"}${rate(Math.abs(off))} from the target`, met };
}

function whyNoMean({ rows, layers }: LayerProfile): string {
  const rated = rows.reduce((sum, row) => sum + row.layers.length, 0);
  return rated < layers
    ? "no mean yet: a layer lacks its rate"
    : "no mean: how attention weighs against MLP tells the model";
}

function rate(value: number): string {
  return value.toFixed(5);
}
