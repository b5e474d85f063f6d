import type { ElementType } from "./encode.ts";
import type { GraphBuilder, Value } from "./graph-builder.ts";

/** Rows of logits that exist at a time. 256 were as fast where memory was at hand, but asked the system for fresh pages. */
const CHUNK_ROWS = 128;

/** What a chunk puts out: `[chunk, …row]`. */
export interface ChunkOutput {
  readonly value: Value;
  readonly type: ElementType;
  /** Sizes after the first. */
  readonly row: readonly number[];
}

/**
 * Maps rows chunk by chunk in a Loop. The last chunk is filled up with copies of the last row, and cut off after.
 *
 * @param inputs values with the same number of rows, at least one
 * @param body writes one chunk into the loop's graph; it may use values of the outer graph
 */
export function overChunks(
  graph: GraphBuilder,
  inputs: readonly Value[],
  body: (graph: GraphBuilder, chunks: readonly Value[]) => readonly ChunkOutput[],
): Value[] {
  const rows = graph.op("Shape", [inputs[0] ?? ""], { start: 0, end: 1 });
  const lastRow = graph.op("Sub", [rows, graph.integers(1)]);
  const rounds = graph.op("Squeeze", [
    graph.op("Div", [graph.op("Add", [rows, graph.integers(CHUNK_ROWS - 1)]), graph.integers(CHUNK_ROWS)]),
  ]);
  const loop = graph.subgraph("chunks");
  const round = loop.input("round", "int64", []);
  const condition = loop.input("condition", "bool", []);
  const places = loop.integers(...Array.from({ length: CHUNK_ROWS }, (_, row) => row));
  const first = loop.op("Mul", [round, loop.integers(CHUNK_ROWS)]);
  const picked = loop.op("Min", [loop.op("Add", [first, places]), lastRow]);
  const outputs = body(
    loop,
    inputs.map((input) => loop.op("Gather", [input, picked], { axis: 0 })),
  );
  loop.output("go on", condition, "bool", []);
  outputs.forEach(({ value, type, row }, index) => {
    loop.output(`chunk ${index}`, value, type, [CHUNK_ROWS, ...row]);
  });
  const scans = graph.multi("Loop", outputs.length, [rounds, graph.truth()], { body: loop });
  return scans.map((scan, index) => {
    const all = graph.op("Reshape", [scan, graph.integers(-1, ...(outputs[index]?.row ?? []))]);
    return graph.op("Slice", [all, graph.integers(0), rows, graph.integers(0)]);
  });
}
