import type { AffineTensors, BlockTensors } from "../transformer.ts";
import { activate } from "./activation.ts";
import { attend, type BatchSize } from "./attention.ts";
import type { GraphContext } from "./context.ts";
import type { Value } from "./graph-builder.ts";
import { type CompensationValues, keptProjection, outputProjection } from "./linear.ts";
import { norm } from "./norm.ts";
import type { RotaryValues } from "./rotary.ts";
import type { Kept } from "./weights.ts";

/** A residual branch: what it adds to the hidden states, and the two values that importance is measured on. */
export interface Branch {
  /** Normed hidden states `[tokens, hidden]`: the input of q, k, v or of gate and up. */
  readonly input: Value;
  /** `[tokens, kept · n]`: the input of o or down. */
  readonly activations: Value;
  /** `[tokens, hidden]`. */
  readonly output: Value;
}

/** The units that a branch keeps, and the means that stand in for the others. */
export interface BranchInputs {
  readonly kept: Kept;
  readonly compensation: CompensationValues | undefined;
}

/** o(attention(q, k, v of norm x)) of the kept KV groups; x is `[tokens, hidden]`. */
export function attentionBranch(
  context: GraphContext,
  block: BlockTensors,
  x: Value,
  { kept, compensation }: BranchInputs,
  size: BatchSize,
  rotary: RotaryValues | undefined,
): Branch {
  const { groups } = context.model.transformer;
  const input = norm(context, x, block.attentionNorm);
  const project = (tensors: AffineTensors) => keptProjection(context, input, tensors, groups, kept);
  const projections = { q: project(block.q), k: project(block.k), v: project(block.v) };
  const activations = attend(context, projections, size, rotary);
  const output = outputProjection(context, activations, block.o, groups, kept, compensation);
  return { input, activations, output };
}

/** down(act(gate of norm x) · up of norm x), or down(act(up of norm x)), of the kept neurons; x is `[tokens, hidden]`. */
export function mlpBranch(
  context: GraphContext,
  block: BlockTensors,
  x: Value,
  { kept, compensation }: BranchInputs,
): Branch {
  const { neurons, activation } = context.model.transformer;
  const input = norm(context, x, block.mlpNorm);
  const project = (tensors: AffineTensors) => keptProjection(context, input, tensors, neurons, kept);
  const activations = block.gate
    ? context.graph.op("Mul", [activate(context, activation, project(block.gate)), project(block.up)])
    : activate(context, activation, project(block.up));
  const output = outputProjection(context, activations, block.down, neurons, kept, compensation);
  return { input, activations, output };
}
