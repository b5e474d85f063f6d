import type { AffineTensors } from "../transformer.ts";
import type { GraphContext } from "./context.ts";
import type { Value } from "./graph-builder.ts";
import { type Kept, keptColumns, keptRows, wholeTensor } from "./weights.ts";

/**
 * FLAP's bias compensation of one branch (An et al., AAAI 2024), float32: a removed unit goes on giving its mean.
 * y = (activations − means of the kept) · Wᵀ of the kept + offset.
 */
export interface CompensationValues {
  /** `[units · n]`: mean of every activation over the calibration tokens. */
  readonly means: Value;
  /** `[hidden]`: means of all units through all of W, plus the branch's output bias. */
  readonly offset: Value;
}

/** x · Wᵀ + b with the rows of the kept units. */
export function keptProjection(
  context: GraphContext,
  x: Value,
  { weight, bias }: AffineTensors,
  units: number,
  kept: Kept,
): Value {
  const keptBias = bias === undefined ? undefined : keptRows(context, bias, units, kept);
  return gemm(context, x, keptRows(context, weight, units, kept), keptBias);
}

/** activations · Wᵀ + b with the columns of the kept units; the bias is whole, as it belongs to no unit. */
export function outputProjection(
  context: GraphContext,
  activations: Value,
  { weight, bias }: AffineTensors,
  units: number,
  kept: Kept,
  compensation: CompensationValues | undefined,
): Value {
  const columns = keptColumns(context, weight, units, kept);
  if (!compensation) {
    return gemm(context, activations, columns, bias === undefined ? undefined : wholeTensor(context, bias));
  }
  const { graph } = context;
  const means = keptMeans(context, compensation.means, units, kept);
  return gemm(context, graph.op("Sub", [activations, means]), columns, compensation.offset);
}

function keptMeans({ graph }: GraphContext, means: Value, units: number, kept: Kept): Value {
  if (kept === "all") return means;
  const perUnit = graph.op("Reshape", [means, graph.integers(units, -1)]);
  return graph.op("Reshape", [graph.op("Gather", [perUnit, kept], { axis: 0 }), graph.integers(-1)]);
}

function gemm({ graph }: GraphContext, x: Value, weight: Value, bias: Value | undefined): Value {
  return graph.op("Gemm", bias === undefined ? [x, weight] : [x, weight, bias], { transB: 1 });
}
