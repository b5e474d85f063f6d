import path from "node:path";
import type { TensorLocation, WeightType } from "../tensor.ts";
import type { TensorName } from "../transformer.ts";
import type { GraphContext } from "./context.ts";
import type { ElementType } from "./encode.ts";
import type { Value } from "./graph-builder.ts";

const elementTypes: Record<WeightType, ElementType> = { F32: "float32", F16: "float16", BF16: "bfloat16" };

/** A whole tensor in the type of the arithmetic. */
export function wholeTensor(context: GraphContext, name: TensorName): Value {
  const tensor = locate(context, name);
  return toArithmetic(context, tensor, stored(context, tensor, tensor.shape));
}

/** Rows of a whole tensor, picked in its stored type. */
export function tensorRows(context: GraphContext, name: TensorName, rows: Value): Value {
  const tensor = locate(context, name);
  return gathered(context, tensor, tensor.shape, 0, rows);
}

/** Which units of a half block run: int32 `[kept]`, ascending and not empty; or all of them, without gathering. */
export type Kept = Value | "all";

/**
 * The rows of kept units: of a weight `[units · n, in]`, `[kept · n, in]`; of a bias `[units · n]`, `[kept · n]`.
 * The bytes are declared as `[units, n · in]`, so that a unit is one block to copy and no row index has to be made up.
 */
export function keptRows(context: GraphContext, name: TensorName, units: number, kept: Kept): Value {
  if (kept === "all") return wholeTensor(context, name);
  const tensor = locate(context, name);
  const [rows = 0, columns] = tensor.shape;
  const unitSize = (rows / units) * (columns ?? 1);
  const picked = gathered(context, tensor, [units, unitSize], 0, kept);
  const shape = columns === undefined ? [-1] : [-1, columns];
  return context.graph.op("Reshape", [picked, context.graph.integers(...shape)]);
}

/** The columns of kept units of a weight `[out, units · n]`: `[out, kept · n]`. */
export function keptColumns(context: GraphContext, name: TensorName, units: number, kept: Kept): Value {
  if (kept === "all") return wholeTensor(context, name);
  const tensor = locate(context, name);
  const [rows = 0, columns = 0] = tensor.shape;
  const picked = gathered(context, tensor, [rows, units, columns / units], 1, kept);
  return context.graph.op("Reshape", [picked, context.graph.integers(rows, -1)]);
}

function gathered(
  context: GraphContext,
  tensor: TensorLocation,
  shape: readonly number[],
  axis: number,
  kept: Value,
): Value {
  const { graph, options } = context;
  const bytes = stored(context, tensor, shape);
  if (options.cast === "early") return graph.op("Gather", [toArithmetic(context, tensor, bytes), kept], { axis });
  return toArithmetic(context, tensor, graph.op("Gather", [bytes, kept], { axis }));
}

function stored({ graph, model }: GraphContext, tensor: TensorLocation, shape: readonly number[]): Value {
  // ONNX writes locations with forward slashes, relative to the folder that the session is given.
  const file = path.relative(model.weightsRoot, tensor.file).split(path.sep).join("/");
  return graph.external(elementTypes[tensor.type], shape, { file, offset: tensor.offset, length: tensor.length });
}

function toArithmetic({ graph, options }: GraphContext, tensor: TensorLocation, value: Value): Value {
  return elementTypes[tensor.type] === options.arithmetic ? value : graph.cast(value, options.arithmetic);
}

function locate({ model }: GraphContext, name: TensorName): TensorLocation {
  const tensor = model.tensors.get(name);
  if (!tensor) throw new RangeError(`model folder ${model.name} was opened without its tensor ${name}`);
  return tensor;
}
