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
  const { graph, model, options } = context;
  // GroupQueryAttention takes head sizes that are multiples of eight only.
  const fits = model.transformer.headDim % 8 === 0;
  const write = fits && options.attention === "group-query" ? groupQueryAttention : standardAttention;
  const heads = write(context, projections, size, rotary);
  const tokensFirst = graph.op("Transpose", [heads], { perm: [0, 2, 1, 3] });
  return graph.op("Reshape", [tokensFirst, graph.op("Shape", [projections.q])]);
}

/**
 * GroupQueryAttention has its head counts as attributes. With the KV groups folded into the batch it sees one group of
 * a fixed number of heads in each of batch · kept sequences, so that the number of kept groups is known at run time only.
 *
 * @returns `[batch, kept groups, length, heads per group · headDim]`
 */
function groupQueryAttention(
  context: GraphContext,
  { q, k, v }: Projections,
  size: BatchSize,
  rotary: RotaryValues | undefined,
): Value {
  const { graph } = context;
  const { headDim, heads, groups } = context.model.transformer;
  const headsPerGroup = heads / groups;
  const query = foldedIntoBatch(context, q, size, headsPerGroup * headDim);
  const key = foldedIntoBatch(context, k, size, headDim);
  const value = foldedIntoBatch(context, v, size, headDim);
  // It rotates by itself, which is cheaper, but only head sizes that are multiples of 16 (a sample model has 8).
  const rotatesItself = rotary !== undefined && headDim % 16 === 0;
  const rotatedBefore = (sequences: Value) =>
    rotary && !rotatesItself ? rotated(context, sequences, rotary) : sequences;
  const total = graph.cast(size.length, "int32");
  const lastPosition = graph.op("Sub", [total, graph.int32(1)]);
  const lastPositions = graph.op("Expand", [lastPosition, graph.op("Shape", [query.sequences], { start: 0, end: 1 })]);
  const noPast = [ABSENT, ABSENT];
  const tables = rotatesItself ? [rotary.cosines, rotary.sines] : [];
  const tokens = [rotatedBefore(query.sequences), rotatedBefore(key.sequences), value.sequences];
  const attended = graph.contrib("GroupQueryAttention", [...tokens, ...noPast, lastPositions, total, ...tables], {
    num_heads: headsPerGroup,
    kv_num_heads: 1,
    do_rotary: rotatesItself ? 1 : 0,
    rotary_interleaved: 0,
    scale: { float: 1 / Math.sqrt(headDim) },
  });
  return graph.op("Reshape", [attended, graph.op("Shape", [query.groupsFirst])]);
}

/** `[tokens, groups · width]` as `[batch, groups, length, width]`, and with the groups folded into the batch. */
function foldedIntoBatch({ graph }: GraphContext, value: Value, { batch, length }: BatchSize, width: number) {
  const concatenated = (...parts: Value[]) => graph.op("Concat", parts, { axis: 0 });
  const split = graph.op("Reshape", [value, concatenated(batch, length, graph.integers(-1, width))]);
  const groupsFirst = graph.op("Transpose", [split], { perm: [0, 2, 1, 3] });
  const shape = concatenated(graph.integers(-1), length, graph.integers(width));
  return { groupsFirst, sequences: graph.op("Reshape", [groupsFirst, shape]) };
}

/**
 * Attention of opset 23 reads the head counts from the shapes `[batch, heads, length, headDim]`.
 *
 * @returns `[batch, kept heads, length, headDim]`; the heads of a group lie side by side, as the columns of o expect them
 */
function standardAttention(
  context: GraphContext,
  { q, k, v }: Projections,
  { batch, length }: BatchSize,
  rotary: RotaryValues | undefined,
): Value {
  const { graph } = context;
  const { headDim } = context.model.transformer;
  const shape = graph.op("Concat", [batch, length, graph.integers(-1, headDim)], { axis: 0 });
  const headsFirst = (value: Value) =>
    graph.op("Transpose", [graph.op("Reshape", [value, shape])], { perm: [0, 2, 1, 3] });
  const positioned = (value: Value) => (rotary ? rotated(context, value, rotary) : value);
  const inputs = [positioned(headsFirst(q)), positioned(headsFirst(k)), headsFirst(v)];
  return graph.op("Attention", inputs, { is_causal: 1, scale: { float: 1 / Math.sqrt(headDim) } });
}

/** Rotates `[batch, heads, length, headDim]` or `[batch, length, heads · headDim]`, positions from zero. */
function rotated({ graph }: GraphContext, x: Value, { cosines, sines }: RotaryValues): Value {
  return graph.contrib("RotaryEmbedding", [x, graph.integers(0), cosines, sines], { interleaved: 0 });
}
