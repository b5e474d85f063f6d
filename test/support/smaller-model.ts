import { join } from "node:path";
import type { KeptModel } from "../../src/evaluation/kept.ts";
import { type TensorValues, writeSafetensors } from "./safetensors.ts";
import { type TinyModel, writeTinyModel } from "./tiny-model.ts";

/**
 * Writes a llama model whose weights really are smaller: the rows and columns of removed units are gone. Every layer must
 * keep the same numbers, as config.json has one for all.
 */
export function writeSmallerModel(
  folder: string,
  model: TinyModel & { readonly headDim: number },
  tensors: ReadonlyMap<string, TensorValues>,
  kept: KeptModel,
): TinyModel {
  const groups = kept[0]?.groups.length ?? 0;
  const perGroup = model.heads / model.groups;
  const smaller = { ...model, groups, heads: groups * perGroup, neurons: kept[0]?.neurons.length ?? 0 };
  writeTinyModel(folder, smaller);
  const cut = new Map([...tensors].map(([name, tensor]) => [name, cutTensor(name, tensor, model, perGroup, kept)]));
  writeSafetensors(join(folder, "model.safetensors"), cut);
  return smaller;
}

function cutTensor(
  name: string,
  tensor: TensorValues,
  { headDim }: { readonly headDim: number },
  perGroup: number,
  kept: KeptModel,
): TensorValues {
  const units = kept[Number(/layers\.(\d+)\./.exec(name)?.[1] ?? -1)];
  if (!units) return tensor;
  const blocks = (of: Int32Array, size: number) =>
    Array.from(of).flatMap((unit) => Array.from({ length: size }, (_, index) => unit * size + index));
  if (name.includes("q_proj")) return rows(tensor, blocks(units.groups, perGroup * headDim));
  if (/[kv]_proj/.test(name)) return rows(tensor, blocks(units.groups, headDim));
  if (name.endsWith("o_proj.weight")) return columns(tensor, blocks(units.groups, perGroup * headDim));
  if (/(gate|up)_proj/.test(name)) return rows(tensor, Array.from(units.neurons));
  if (name.endsWith("down_proj.weight")) return columns(tensor, Array.from(units.neurons));
  return tensor;
}

function rows({ shape, values, type }: TensorValues, wanted: readonly number[]): TensorValues {
  const width = shape[1] ?? 1;
  const cut = wanted.flatMap((row) => Array.from(values.subarray(row * width, (row + 1) * width)));
  return { shape: [wanted.length, ...shape.slice(1)], values: Float32Array.from(cut), type };
}

function columns({ shape: [height = 0, width = 0], values, type }: TensorValues, wanted: readonly number[]) {
  const cut = Array.from({ length: height }, (_, row) => wanted.map((column) => values[row * width + column] ?? 0));
  return { shape: [height, wanted.length], values: Float32Array.from(cut.flat()), type };
}
