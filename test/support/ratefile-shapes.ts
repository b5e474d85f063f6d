import type { ModelShape } from "../../src/pruning/shape.ts";

/** A model of equal layers whose MLP has three times the parameters of its attention; a neuron is 1/1200 of a layer. */
export function equalLayers(count: number): ModelShape {
  const layer = { groups: 4, groupParameters: 300, neurons: 900, neuronParameters: 4 };
  return { layers: Array.from({ length: count }, () => layer) };
}
