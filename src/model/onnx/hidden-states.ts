import type { GraphContext } from "./context.ts";
import type { Value } from "./graph-builder.ts";

// Hidden states cross from session to session as float32 whatever the arithmetic is: Node gives ONNX Runtime no access to
// a Float16Array. Casting float16 to float32 and back loses nothing.

/** The input `x`, hidden states `[batch, length, hidden]`, in the type of the arithmetic. */
export function hiddenInput({ graph, model, options }: GraphContext): Value {
  const x = graph.input("x", "float32", ["batch", "length", model.transformer.hidden]);
  return options.arithmetic === "float32" ? x : graph.cast(x, options.arithmetic);
}

/** Puts hidden states out as `y`. */
export function hiddenOutput({ graph, model, options }: GraphContext, hidden: Value): void {
  const y = options.arithmetic === "float32" ? hidden : graph.cast(hidden, "float32");
  graph.output("y", y, "float32", ["batch", "length", model.transformer.hidden]);
}
