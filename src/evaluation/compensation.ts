import type { ModelFolder } from "../model/model-folder.ts";
import { blockOf } from "../model/onnx/half-block.ts";
import type { TensorLocation } from "../model/tensor.ts";
import type { AffineTensors, TensorName } from "../model/transformer.ts";
import type { CompensationMeans } from "./engine.ts";
import type { CompensationTensors, LayerCompensation } from "./forward.ts";
import { float32Tensor } from "./onnxruntime.ts";
import { weightTimes } from "./weight-columns.ts";
import { readTensor } from "./weight-reader.ts";

/** What the graphs of a layer need for FLAP's bias compensation: W · means is computed here, once. */
export async function layerCompensation(
  model: ModelFolder,
  layer: number,
  means: CompensationMeans,
): Promise<LayerCompensation> {
  const { o, down } = blockOf(model, layer);
  return {
    attention: await branchCompensation(model, o, means.attention),
    mlp: await branchCompensation(model, down, means.mlp),
  };
}

/** Compensation by nothing: what a compensated engine starts with. */
export async function zeroCompensation(model: ModelFolder): Promise<LayerCompensation[]> {
  const { blocks, heads, headDim, neurons, hidden } = model.transformer;
  const zero = async ({ bias }: AffineTensors, columns: number): Promise<CompensationTensors> => ({
    means: float32Tensor(new Float32Array(columns)),
    offset: float32Tensor(bias === undefined ? new Float32Array(hidden) : await readTensor(tensorOf(model, bias))),
  });
  const layers = blocks.map(async ({ o, down }) => ({
    attention: await zero(o, heads * headDim),
    mlp: await zero(down, neurons),
  }));
  return Promise.all(layers);
}

async function branchCompensation(
  model: ModelFolder,
  { weight, bias }: AffineTensors,
  means: Float32Array,
): Promise<CompensationTensors> {
  const ofMeans = await weightTimes(tensorOf(model, weight), means);
  const outputBias = bias === undefined ? undefined : await readTensor(tensorOf(model, bias));
  const offset = Float32Array.from(ofMeans, (value, row) => value + (outputBias?.[row] ?? 0));
  return { means: float32Tensor(means), offset: float32Tensor(offset) };
}

/** A tensor of the model; throws when it was opened without it, which is a defect. */
export function tensorOf(model: ModelFolder, name: TensorName): TensorLocation {
  const tensor = model.tensors.get(name);
  if (!tensor) throw new RangeError(`model folder ${model.name} was opened without its tensor ${name}`);
  return tensor;
}
