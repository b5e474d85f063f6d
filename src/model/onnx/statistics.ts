import type { Branch } from "./branches.ts";
import type { GraphContext } from "./context.ts";
import type { Value } from "./graph-builder.ts";

/**
 * Adds float32 outputs, each summed over the tokens of the run: `sum` and `sumOfSquares` of the input of o or down,
 * `[units · n]`, and `inputSquares`, the squares of the input of q, k, v or of gate and up, `[hidden]`.
 */
export function statisticsOutputs(context: GraphContext, branch: Branch): void {
  const { graph, options } = context;
  const exact = (value: Value) => (options.arithmetic === "float32" ? value : graph.cast(value, "float32"));
  const overTokens = (operator: string, value: Value) =>
    graph.op(operator, [value, graph.integers(0)], { keepdims: 0 });
  const activations = exact(branch.activations);
  graph.output("sum", overTokens("ReduceSum", activations), "float32", ["columns"]);
  graph.output("sumOfSquares", overTokens("ReduceSumSquare", activations), "float32", ["columns"]);
  const inputSquares = overTokens("ReduceSumSquare", exact(branch.input));
  graph.output("inputSquares", inputSquares, "float32", [context.model.transformer.hidden]);
}
