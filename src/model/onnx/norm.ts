import type { AffineTensors } from "../transformer.ts";
import type { GraphContext } from "./context.ts";
import { ABSENT, type Value } from "./graph-builder.ts";
import { wholeTensor } from "./weights.ts";

/** RMSNorm or LayerNorm over the last axis, statistics in float32. */
export function norm(context: GraphContext, x: Value, tensors: AffineTensors): Value {
  const { kind, epsilon } = context.model.transformer.norm;
  const attributes = { axis: -1, epsilon: { float: epsilon }, stash_type: 1 };
  const weight = wholeTensor(context, tensors.weight);
  if (kind === "rms") return context.graph.op("SimplifiedLayerNormalization", [x, weight], attributes);
  const bias = tensors.bias === undefined ? ABSENT : wholeTensor(context, tensors.bias);
  return context.graph.op("LayerNormalization", [x, weight, bias], attributes);
}
