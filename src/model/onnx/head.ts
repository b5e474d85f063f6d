import type { ModelFolder } from "../model-folder.ts";
import type { GraphContext, GraphOptions } from "./context.ts";
import { GraphBuilder, type Value } from "./graph-builder.ts";
import { hiddenInput } from "./hidden-states.ts";
import { divergence, nextTokenLoss, topProbabilities } from "./loss.ts";

/**
 * What the end of a graph computes: the loss of every next token, its divergence from the dense model, or the dense
 * model's `top` most probable tokens that the divergence is measured by.
 */
export type HeadKind = { readonly kind: "loss" } | { readonly kind: "divergence" | "top"; readonly top: number };

/**
 * `x` (hidden states after the last block) and `ids` (int32), both `[batch, length, …]`, and what {@link writeHead} takes
 * → what it puts out.
 */
export function headGraph(model: ModelFolder, options: GraphOptions, head: HeadKind): Uint8Array {
  const graph = new GraphBuilder("head");
  const context = { graph, model, options };
  writeHead(context, hiddenInput(context), graph.input("ids", "int32", ["batch", "length"]), head);
  return graph.toModel();
}

/**
 * Puts out `losses` (float32 `[batch, length − 1]`), for which a divergence takes `denseTokens` (int32) and
 * `denseLogProbabilities` (float32), both `[batch, length − 1, top]`; or, for `top`, `tokens` (int32) and
 * `logProbabilities` (float32), `[batch · (length − 1), top]`.
 */
export function writeHead(context: GraphContext, x: Value, ids: Value, head: HeadKind): void {
  const { graph } = context;
  if (head.kind === "top") {
    const { tokens, logs } = topProbabilities(context, x, head.top);
    graph.output("tokens", tokens, "int32", ["positions", head.top]);
    graph.output("logProbabilities", logs, "float32", ["positions", head.top]);
    return;
  }
  const losses =
    head.kind === "loss" ? nextTokenLoss(context, x, ids) : divergence(context, x, ids, denseInputs(graph, head.top));
  graph.output("losses", losses, "float32", ["batch", "targets"]);
}

function denseInputs(graph: GraphBuilder, top: number) {
  const dimensions = ["batch", "targets", top];
  return {
    tokens: graph.input("denseTokens", "int32", dimensions),
    logProbabilities: graph.input("denseLogProbabilities", "float32", dimensions),
    top,
  };
}
