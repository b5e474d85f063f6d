import type { ModelFolder } from "../model-folder.ts";
import type { GraphContext, GraphOptions } from "./context.ts";
import { GraphBuilder, type Value } from "./graph-builder.ts";
import { hiddenOutput } from "./hidden-states.ts";
import { tensorRows } from "./weights.ts";

/** `ids` (int32 `[batch, length]`) → `y`, the hidden states before the first block. */
export function embeddingGraph(model: ModelFolder, options: GraphOptions): Uint8Array {
  const graph = new GraphBuilder("embedding");
  const ids = graph.input("ids", "int32", ["batch", "length"]);
  const context = { graph, model, options };
  hiddenOutput(context, embed(context, ids));
  return graph.toModel();
}

/** Token embeddings, plus those of the positions where they are learned: `[batch, length, hidden]`. */
export function embed(context: GraphContext, ids: Value): Value {
  const { graph, model } = context;
  const { embedding, position } = model.transformer;
  const tokens = tensorRows(context, embedding, ids);
  if (position.kind === "rotary") return tokens;
  const length = graph.op("Squeeze", [graph.op("Shape", [ids], { start: 1, end: 2 })]);
  const first = graph.integer(position.offset);
  const rows = graph.op("Range", [first, graph.op("Add", [first, length]), graph.integer(1)]);
  return graph.op("Add", [tokens, tensorRows(context, position.table, rows)]);
}
