import type { LayerProfile } from "../../ratefile/services/layer-profile.ts";

/** The mean of a file against its target. */
export interface MeanText {
  readonly text: string;
  /** Undefined without a target, or while there is no mean. */
  readonly met: boolean | undefined;
}

/** `mean 0.29874 of target 0.30000 (−0.00126)`; undefined for a file that names no layers. */
export function meanText({ mean, target, rows }: LayerProfile): MeanText | undefined {
  if (rows.length === 0) return undefined;
  if (mean === undefined) return { text: "no mean yet: a layer lacks its rate", met: undefined };
  if (!target) return { text: `mean ${rate(mean)}`, met: undefined };
  const { value, met } = target;
  const off = mean - value;
  if (met) return { text: `mean ${rate(mean)} meets the target`, met };
  return { text: `mean ${rate(mean)}, ${off > 0 ? "+" : "−"}${rate(Math.abs(off))} from the target`, met };
}

function rate(value: number): string {
  return value.toFixed(5);
}
