import type { GraphContext } from "./context.ts";
import type { Value } from "./graph-builder.ts";

/** Cosines and sines of all positions up to `length`, `[length, frequencies]` row after row. */
export interface RotaryTables {
  readonly cosines: Float32Array;
  readonly sines: Float32Array;
  readonly dimensions: readonly [number, number];
}

/** The tables as values of a graph, in the type of the arithmetic. */
export interface RotaryValues {
  readonly cosines: Value;
  readonly sines: Value;
}

export function rotaryTables(frequencies: readonly number[], length: number): RotaryTables {
  const width = frequencies.length;
  const angle = (index: number) => Math.floor(index / width) * (frequencies[index % width] ?? 0);
  const indices = Array.from({ length: length * width }, (_, index) => index);
  return {
    cosines: Float32Array.from(indices, (index) => Math.cos(angle(index))),
    sines: Float32Array.from(indices, (index) => Math.sin(angle(index))),
    dimensions: [length, width],
  };
}

/** The tables as constants of a graph; undefined where positions are learned. */
export function rotaryConstants({ graph, model, options }: GraphContext): RotaryValues | undefined {
  const { position } = model.transformer;
  if (position.kind !== "rotary") return undefined;
  const tables = rotaryTables(position.frequencies, options.maxLength);
  const constant = (values: Float32Array) => cast(graph.floats(values, tables.dimensions));
  const cast = (value: Value) => (options.arithmetic === "float32" ? value : graph.cast(value, options.arithmetic));
  return { cosines: constant(tables.cosines), sines: constant(tables.sines) };
}

/** The tables as float32 inputs `cosines` and `sines`: sessions per layer share one copy. Undefined as above. */
export function rotaryInputs({ graph, model, options }: GraphContext): RotaryValues | undefined {
  const { position } = model.transformer;
  if (position.kind !== "rotary") return undefined;
  const input = (name: string) => {
    const value = graph.input(name, "float32", ["positions", position.frequencies.length]);
    return options.arithmetic === "float32" ? value : graph.cast(value, options.arithmetic);
  };
  return { cosines: input("cosines"), sines: input("sines") };
}
