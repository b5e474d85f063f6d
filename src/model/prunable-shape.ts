import type { LayerShape, ModelShape } from "../pruning/shape.ts";
import type { AffineTensors, BlockTensors, Transformer } from "./transformer.ts";

/**
 * What of a model can be pruned. The biases of q, k, v, gate and up belong to the rows that go; those of o and down stay
 * with the residual stream and are not counted.
 */
export function prunableShape(model: Transformer): ModelShape {
  return { layers: model.blocks.map((block) => layerShape(model, block)) };
}

function layerShape(model: Transformer, block: BlockTensors): LayerShape {
  const { hidden, headDim, groups, neurons } = model;
  const queryRows = (model.heads / groups) * headDim;
  const row = ({ bias }: AffineTensors) => hidden + (bias ? 1 : 0);
  return {
    groups,
    groupParameters: queryRows * row(block.q) + headDim * (row(block.k) + row(block.v)) + queryRows * hidden,
    neurons,
    neuronParameters: (block.gate ? row(block.gate) : 0) + row(block.up) + hidden,
  };
}
