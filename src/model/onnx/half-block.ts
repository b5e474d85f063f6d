import type { ModelFolder } from "../model-folder.ts";
import type { BlockTensors } from "../transformer.ts";
import { batchSizeOf } from "./attention.ts";
import { attentionBranch, type Branch, mlpBranch } from "./branches.ts";
import type { GraphContext, GraphOptions } from "./context.ts";
import { GraphBuilder, type Value } from "./graph-builder.ts";
import { hiddenInput, hiddenOutput } from "./hidden-states.ts";
import { addBranch, asRows, compensationInputs } from "./residual.ts";
import { rotaryInputs } from "./rotary.ts";
import { statisticsOutputs } from "./statistics.ts";
import type { Kept } from "./weights.ts";

export type Half = "attention" | "mlp";

/**
 * One half of a block: `x` `[batch, length, hidden]` → `y` of the same shape.
 *
 * Inputs: `x`; with `chosen` units, `kept` (int32, KV groups or neurons; it must not be empty, as no attention operator
 * survives zero heads), and without it with `all` of them, whose weights are then taken as they lie; `cosines` and `sines` where positions are rotary and the half is attention; `branchMeans` and `branchOffset` when
 * compensated. With `statistics` it also puts out what statistics.ts describes.
 */
export function halfBlockGraph(
  model: ModelFolder,
  options: GraphOptions,
  half: Half,
  layer: number,
  units: "chosen" | "all",
  statistics: boolean,
): Uint8Array {
  const graph = new GraphBuilder(`layer ${layer} ${half}`);
  const context: GraphContext = { graph, model, options };
  const x = hiddenInput(context);
  const kept = units === "all" ? units : graph.input("kept", "int32", ["kept"]);
  const branch = writeBranch(context, blockOf(model, layer), half, x, kept);
  hiddenOutput(context, addBranch(context, x, branch.output));
  if (statistics) statisticsOutputs(context, branch);
  return graph.toModel();
}

function writeBranch(context: GraphContext, block: BlockTensors, half: Half, x: Value, kept: Kept): Branch {
  const inputs = { kept, compensation: compensationInputs(context, "branch") };
  const rows = asRows(context, x);
  if (half === "mlp") return mlpBranch(context, block, rows, inputs);
  return attentionBranch(context, block, rows, inputs, batchSizeOf(context, x), rotaryInputs(context));
}

/** The tensors of a layer; throws when there is no such layer, which is a defect of the caller. */
export function blockOf(model: ModelFolder, layer: number): BlockTensors {
  const block = model.transformer.blocks[layer];
  if (!block) throw new RangeError(`model of ${model.transformer.layers} layers has no layer ${layer}`);
  return block;
}

/** `x` + the row `offset` (float32 `[hidden]`) → `y`: what is left of a compensated half block with nothing kept. */
export function offsetGraph(model: ModelFolder, options: GraphOptions): Uint8Array {
  const graph = new GraphBuilder("offset");
  const context = { graph, model, options };
  const offset = graph.cast(graph.input("offset", "float32", [model.transformer.hidden]), options.arithmetic);
  hiddenOutput(context, graph.op("Add", [hiddenInput(context), offset]));
  return graph.toModel();
}
