/** What of one transformer block can be cut, and what each unit costs. Norms and embeddings are never cut or counted. */
export interface LayerShape {
  /** KV groups: key/value heads, each with its query heads. */
  readonly groups: number;
  /** Parameters of one KV group: its rows of q, k, v (with biases) and its columns of o. */
  readonly groupParameters: number;
  /** MLP neurons. */
  readonly neurons: number;
  /** Parameters of one neuron: a row of gate and up (with biases) and a column of down. */
  readonly neuronParameters: number;
}

/** The prunable part of a model, layer by layer. */
export interface ModelShape {
  readonly layers: readonly LayerShape[];
}

/** Prunable parameters of the attention half of a layer. */
export function attentionParameters(layer: LayerShape): number {
  return layer.groups * layer.groupParameters;
}

/** Prunable parameters of the MLP half of a layer. */
export function mlpParameters(layer: LayerShape): number {
  return layer.neurons * layer.neuronParameters;
}

/** Prunable parameters of a layer. */
export function layerParameters(layer: LayerShape): number {
  return attentionParameters(layer) + mlpParameters(layer);
}

/** All prunable parameters of a model: the denominator of every pruning rate. */
export function prunableParameters(shape: ModelShape): number {
  return shape.layers.reduce((sum, layer) => sum + layerParameters(layer), 0);
}
