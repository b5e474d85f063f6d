import type { Transformer } from "../transformer.ts";
import type { GraphContext } from "./context.ts";
import type { Value } from "./graph-builder.ts";

/** The MLP's activation function, element by element. */
export function activate({ graph }: GraphContext, kind: Transformer["activation"], x: Value): Value {
  switch (kind) {
    case "silu":
      return graph.op("Mul", [x, graph.op("Sigmoid", [x])]);
    case "relu":
      return graph.op("Relu", [x]);
    case "gelu":
      return graph.op("Gelu", [x], { approximate: "none" });
    case "gelu-tanh":
      return graph.op("Gelu", [x], { approximate: "tanh" });
  }
}
