import type { GraphContext } from "./context.ts";
import { ABSENT, type Value } from "./graph-builder.ts";
import type { RotaryValues } from "./rotary.ts";

/** Projections of all tokens: q `[tokens, kept · heads per group · headDim]`, k and v `[tokens, kept · headDim]`. */
export interface Projections {
  readonly q: Value;
  readonly k: Value;
  readonly v: Value;
}

/** Sequences in a run and their length, as int64 vectors of one element. */
export interface BatchSize {
  readonly batch: Value;
  readonly length: Value;
}

/** The batch size of a value `[batch, length, …]`. */
export function batchSizeOf({ graph }: GraphContext, value: Value): BatchSize {
  return {
    batch: graph.op("Shape", [value], { start: 0, end: 1 }),
    length: graph.op("Shape", [value], { start: 1, end: 2 }),
  };
}

/** Causal attention of any number of KV groups but zero; rotates q and k first where there are rotary tables. */
export function attend(
  context: GraphContext,
  projections: Projections,
  size: BatchSize,
  rotary: RotaryValues | undefined,
): Value {
  const write = context.options.attention === "group-query" ? groupQueryAttention : standardAttention;
  const heads = write(context, projections, size, rotary);
  const { graph } = context;
  const tokensFirst = graph.op("Transpose", [heads], { perm: [0, 2, 1, 3] });
  return graph.op("Reshape", [tokensFirst, graph.op("Shape", [projections.q])]);
}

/**
 * GroupQueryAttention has its head counts as attributes. With the KV groups folded into the batch it sees one group of
 * a fixed number of heads in each of batch · kept sequences, so that the number of kept groups is known at run time only.
 */
function groupQueryAttention(
  context: GraphContext,
  { q, k, v }: Projections,
  { batch, length }: BatchSize,
  rotary: RotaryValues | undefined,
): Value {
  const { graph } = context;
  const { headDim } = context.model.transformer;
  const headsPerGroup = headsInGroup(context);
  const folded = (value: Value, width: number) => {
    const split = graph.op("Reshape", [value, concatenated(context, batch, length, graph.integers(-1, width))]);
    const groupsFirst = graph.op("Transpose", [split], { perm: [0, 2, 1, 3] });
    const shape = concatenated(context, graph.integers(-1), length, graph.integers(width));
    return { groupsFirst, sequences: graph.op("Reshape", [groupsFirst, shape]) };
  };
  const query = folded(q, headsPerGroup * headDim);
  const total = graph.cast(length, "int32");
  const lastPosition = graph.op("Sub", [total, graph.int32(1)]);
  const sequences = graph.op("Shape", [query.sequences], { start: 0, end: 1 });
  const lastPositions = graph.op("Expand", [lastPosition, sequences]);
  const noPast = [ABSENT, ABSENT];
  const tables = rotary ? [rotary.cosines, rotary.sines] : [];
  const attended = graph.contrib(
    "GroupQueryAttention",
    [
      query.sequences,
      folded(k, headDim).sequences,
      folded(v, headDim).sequences,
      ...noPast,
      lastPositions,
      total,
      ...tables,
    ],
    {
      num_heads: headsPerGroup,
      kv_num_heads: 1,
      do_rotary: rotary ? 1 : 0,
      rotary_interleaved: 0,
      scale: { float: 1 / Math.sqrt(headDim) },
    },
  );
  return graph.op("Reshape", [attended, graph.op("Shape", [query.groupsFirst])]);
}

/** Attention of opset 23 reads the head counts from the shapes `[batch, heads, length, headDim]`. */
function standardAttention(
  context: GraphContext,
  { q, k, v }: Projections,
  { batch, length }: BatchSize,
  rotary: RotaryValues | undefined,
): Value {
  const { graph } = context;
  const { headDim } = context.model.transformer;
  const shape = concatenated(context, batch, length, graph.integers(-1, headDim));
  const headsFirst = (value: Value) =>
    graph.op("Transpose", [graph.op("Reshape", [value, shape])], { perm: [0, 2, 1, 3] });
  const rotated = (value: Value) =>
    rotary
      ? graph.contrib("RotaryEmbedding", [value, graph.integers(0), rotary.cosines, rotary.sines], { interleaved: 0 })
      : value;
  const inputs = [rotated(headsFirst(q)), rotated(headsFirst(k)), headsFirst(v)];
  const attended = graph.op("Attention", inputs, { is_causal: 1, scale: { float: 1 / Math.sqrt(headDim) } });
  // [batch, heads, length, headDim]: the heads of a group lie side by side, as the columns of o expect them.
  return attended;
}

function headsInGroup({ model }: GraphContext): number {
  return model.transformer.heads / model.transformer.groups;
}

function concatenated({ graph }: GraphContext, ...parts: Value[]): Value {
  return graph.op("Concat", parts, { axis: 0 });
}
