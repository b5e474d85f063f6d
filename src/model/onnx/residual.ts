import type { GraphContext } from "./context.ts";
import type { Value } from "./graph-builder.ts";
import type { CompensationValues } from "./linear.ts";

/** Hidden states `[batch, length, hidden]` as the rows `[tokens, hidden]` that projections work on. */
export function asRows({ graph, model }: GraphContext, x: Value): Value {
  return graph.op("Reshape", [x, graph.integers(-1, model.transformer.hidden)]);
}

/** x + branch, where x is `[batch, length, hidden]` and the branch `[tokens, hidden]`. */
export function addBranch({ graph }: GraphContext, x: Value, branch: Value): Value {
  return graph.op("Add", [x, graph.op("Reshape", [branch, graph.op("Shape", [x])])]);
}

/** The inputs `<name>Means` and `<name>Offset` of a branch with compensation, in the type of the arithmetic. */
export function compensationInputs(
  { graph, model, options }: GraphContext,
  name: string,
): CompensationValues | undefined {
  if (!options.compensated) return undefined;
  const input = (part: string, size: number | string) => {
    const value = graph.input(`${name}${part}`, "float32", [size]);
    return options.arithmetic === "float32" ? value : graph.cast(value, options.arithmetic);
  };
  return { means: input("Means", `${name} columns`), offset: input("Offset", model.transformer.hidden) };
}
