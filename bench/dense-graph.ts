import type { ModelFolder } from "../src/model/model-folder.ts";
import { activate } from "../src/model/onnx/activation.ts";
import { attend, type BatchSize, batchSizeOf } from "../src/model/onnx/attention.ts";
import type { GraphContext, GraphOptions } from "../src/model/onnx/context.ts";
import { embed } from "../src/model/onnx/embedding.ts";
import { GraphBuilder, type Value } from "../src/model/onnx/graph-builder.ts";
import { writeHead } from "../src/model/onnx/head.ts";
import { norm } from "../src/model/onnx/norm.ts";
import { addBranch, asRows } from "../src/model/onnx/residual.ts";
import { type RotaryValues, rotaryConstants } from "../src/model/onnx/rotary.ts";
import { wholeTensor } from "../src/model/onnx/weights.ts";
import type { AffineTensors, BlockTensors } from "../src/model/transformer.ts";

/**
 * The dense model as anyone would export it: one graph, constant weights, nothing to choose at run time. Opened with
 * constant folding and prepacking it is the fastest that ONNX Runtime can run this model: what the engine is compared to.
 */
export function denseGraph(model: ModelFolder, options: GraphOptions): Uint8Array {
  const graph = new GraphBuilder("dense");
  const context = { graph, model, options };
  const ids = graph.input("ids", "int32", ["batch", "length"]);
  const size = batchSizeOf(context, ids);
  const rotary = rotaryConstants(context);
  let x = embed(context, ids);
  for (const block of model.transformer.blocks) {
    x = addBranch(context, x, attention(context, block, x, size, rotary));
    x = addBranch(context, x, mlp(context, block, x));
  }
  writeHead(context, x, ids, { kind: "loss" });
  return graph.toModel();
}

function attention(
  context: GraphContext,
  block: BlockTensors,
  x: Value,
  size: BatchSize,
  rotary: RotaryValues | undefined,
): Value {
  const input = norm(context, asRows(context, x), block.attentionNorm);
  const [q, k, v] = [block.q, block.k, block.v].map((tensors) => projection(context, input, tensors));
  return projection(context, attend(context, { q: q ?? "", k: k ?? "", v: v ?? "" }, size, rotary), block.o);
}

function mlp(context: GraphContext, block: BlockTensors, x: Value): Value {
  const { graph, model } = context;
  const input = norm(context, asRows(context, x), block.mlpNorm);
  const up = projection(context, input, block.up);
  const { activation } = model.transformer;
  const activations = block.gate
    ? graph.op("Mul", [activate(context, activation, projection(context, input, block.gate)), up])
    : activate(context, activation, up);
  return projection(context, activations, block.down);
}

/** x · Wᵀ + b with all rows. */
function projection(context: GraphContext, x: Value, { weight, bias }: AffineTensors): Value {
  const tensors = bias === undefined ? [weight] : [weight, bias];
  return context.graph.op("Gemm", [x, ...tensors.map((name) => wholeTensor(context, name))], { transB: 1 });
}
