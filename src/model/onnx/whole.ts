import type { ModelFolder } from "../model-folder.ts";
import { type BatchSize, batchSizeOf } from "./attention.ts";
import { attentionBranch, type Branch, type BranchInputs, mlpBranch } from "./branches.ts";
import type { GraphContext, GraphOptions } from "./context.ts";
import { embed } from "./embedding.ts";
import { GraphBuilder, type Value } from "./graph-builder.ts";
import { blockOf, type Half } from "./half-block.ts";
import { type HeadKind, writeHead } from "./head.ts";
import { addBranch, asRows, compensationInputs } from "./residual.ts";
import { type RotaryValues, rotaryConstants } from "./rotary.ts";

/** Start of the names of a half block's inputs in the whole graph. */
export function halfName(layer: number, half: Half): string {
  return `layer${layer}${half === "attention" ? "Attention" : "Mlp"}`;
}

/**
 * The whole model as one graph: `ids` (int32 `[batch, length]`) → what the head puts out.
 *
 * Inputs of every half block, after its {@link halfName}: `Kept` (int32, kept units), `Runs` (bool, false when none is:
 * the half block is skipped then), and when compensated `Means` and `Offset`.
 */
export function wholeGraph(model: ModelFolder, options: GraphOptions, head: HeadKind): Uint8Array {
  return writeWhole(model, options, head, halfBlock);
}

/** The whole dense model: `ids` alone, no choice of units. What the price of choosing is measured against. */
export function denseGraph(model: ModelFolder, options: GraphOptions, head: HeadKind): Uint8Array {
  const inputs = { kept: "all", compensation: undefined } as const;
  return writeWhole(model, options, head, (context, x, layer, half, shared) =>
    addBranch(context, x, writeBranch(context, x, layer, half, inputs, shared).output),
  );
}

/** Writes x after one half block. */
type HalfBlockWriter = (context: GraphContext, x: Value, layer: number, half: Half, shared: Shared) => Value;

function writeWhole(model: ModelFolder, options: GraphOptions, head: HeadKind, write: HalfBlockWriter): Uint8Array {
  const graph = new GraphBuilder("model");
  const context = { graph, model, options };
  const ids = graph.input("ids", "int32", ["batch", "length"]);
  const shared = { size: batchSizeOf(context, ids), rotary: rotaryConstants(context) };
  let x = embed(context, ids);
  for (let layer = 0; layer < model.transformer.layers; layer++) {
    x = write(context, x, layer, "attention", shared);
    x = write(context, x, layer, "mlp", shared);
  }
  writeHead(context, x, ids, head);
  return graph.toModel();
}

/** What all attention halves of a graph share. */
interface Shared {
  readonly size: BatchSize;
  readonly rotary: RotaryValues | undefined;
}

/** If(runs) x + branch else x, plus the branch's mean when compensated. */
function halfBlock(context: GraphContext, x: Value, layer: number, half: Half, shared: Shared): Value {
  const { graph, model, options } = context;
  const name = halfName(layer, half);
  const inputs = {
    kept: graph.input(`${name}Kept`, "int32", [`${name} kept`]),
    compensation: compensationInputs(context, name),
  };
  const runs = graph.input(`${name}Runs`, "bool", []);
  const dimensions = ["batch", "length", model.transformer.hidden];
  const run = graph.subgraph(`${name} runs`);
  const branch = writeBranch({ ...context, graph: run }, x, layer, half, inputs, shared);
  run.output(`${name} run`, addBranch({ ...context, graph: run }, x, branch.output), options.arithmetic, dimensions);
  const skip = graph.subgraph(`${name} skipped`);
  const offset = inputs.compensation?.offset;
  const skipped = offset === undefined ? x : skip.op("Add", [x, offset]);
  skip.output(`${name} skip`, skipped, options.arithmetic, dimensions);
  return graph.op("If", [runs], { then_branch: run, else_branch: skip });
}

function writeBranch(
  context: GraphContext,
  x: Value,
  layer: number,
  half: Half,
  inputs: BranchInputs,
  { size, rotary }: Shared,
): Branch {
  const rows = asRows(context, x);
  const block = blockOf(context.model, layer);
  if (half === "mlp") return mlpBranch(context, block, rows, inputs);
  return attentionBranch(context, block, rows, inputs, size, rotary);
}
