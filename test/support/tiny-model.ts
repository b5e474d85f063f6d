import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Random, seededRandom } from "../../src/base/random.ts";
import type { WeightType } from "../../src/model/tensor.ts";
import { rounded, type TensorValues, writeSafetensors } from "./safetensors.ts";

/** A model small enough for a float64 reference. */
export interface TinyModel {
  readonly family: "llama" | "opt";
  readonly layers: number;
  readonly hidden: number;
  readonly heads: number;
  /** KV heads; OPT has as many as heads. */
  readonly groups: number;
  readonly neurons: number;
  readonly vocabulary: number;
  readonly maxPositions: number;
  readonly headDim?: number;
  readonly tied: boolean;
  readonly biases: boolean;
  readonly dtype: WeightType;
  readonly seed: number;
  /** Weight files; 1 = a single `model.safetensors` without index. */
  readonly shards: number;
  /** Further entries of config.json. */
  readonly config?: Record<string, unknown>;
}

export const tinyLlama: TinyModel = {
  family: "llama",
  layers: 2,
  hidden: 16,
  heads: 4,
  groups: 2,
  neurons: 24,
  vocabulary: 32,
  maxPositions: 64,
  tied: false,
  biases: false,
  dtype: "F32",
  seed: 1,
  shards: 1,
};

export const tinyOpt: TinyModel = { ...tinyLlama, family: "opt", groups: 4, tied: true, biases: true };

/**
 * Writes `config.json` and the weights of a model with random weights, and returns the weights as they were stored, by
 * tensor name: what a reference implementation computes with.
 */
export function writeTinyModel(folder: string, model: TinyModel): Map<string, TensorValues> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "config.json"), JSON.stringify({ ...config(model), ...model.config }, null, 1));
  const random = seededRandom(model.seed);
  const tensors = new Map(tensorShapes(model).map(([name, shape]) => [name, randomTensor(name, shape, model, random)]));
  if (model.shards === 1) writeSafetensors(join(folder, "model.safetensors"), tensors);
  else writeShards(folder, tensors, model.shards);
  return tensors;
}

function config(model: TinyModel): Record<string, unknown> {
  const common = {
    model_type: model.family,
    hidden_size: model.hidden,
    num_hidden_layers: model.layers,
    num_attention_heads: model.heads,
    vocab_size: model.vocabulary,
    max_position_embeddings: model.maxPositions,
    tie_word_embeddings: model.tied,
    bos_token_id: 1,
  };
  if (model.family === "opt") return { ...common, ffn_dim: model.neurons, enable_bias: model.biases };
  return {
    ...common,
    intermediate_size: model.neurons,
    num_key_value_heads: model.groups,
    ...(model.headDim ? { head_dim: model.headDim } : {}),
    rms_norm_eps: 1e-5,
    attention_bias: model.biases,
    mlp_bias: model.biases,
  };
}

type NamedShape = [name: string, shape: number[]];

function tensorShapes(model: TinyModel): NamedShape[] {
  const root = model.family === "llama" ? "model" : "model.decoder";
  const embedding: NamedShape = [`${root}.embed_tokens.weight`, [model.vocabulary, model.hidden]];
  const blocks = Array.from({ length: model.layers }, (_, layer) =>
    (model.family === "llama" ? llamaBlock : optBlock)(model, `${root}.layers.${layer}.`),
  ).flat();
  const head: NamedShape[] = model.tied ? [] : [["lm_head.weight", [model.vocabulary, model.hidden]]];
  if (model.family === "llama") return [embedding, ...blocks, ["model.norm.weight", [model.hidden]], ...head];
  const positions: NamedShape = [`${root}.embed_positions.weight`, [model.maxPositions + 2, model.hidden]];
  return [embedding, positions, ...blocks, ...layerNorm(`${root}.final_layer_norm`, model.hidden), ...head];
}

function llamaBlock(model: TinyModel, prefix: string): NamedShape[] {
  const { hidden, neurons, biases } = model;
  const headDim = model.headDim ?? hidden / model.heads;
  return [
    [`${prefix}input_layernorm.weight`, [hidden]],
    ...linear(`${prefix}self_attn.q_proj`, model.heads * headDim, hidden, biases),
    ...linear(`${prefix}self_attn.k_proj`, model.groups * headDim, hidden, biases),
    ...linear(`${prefix}self_attn.v_proj`, model.groups * headDim, hidden, biases),
    ...linear(`${prefix}self_attn.o_proj`, hidden, model.heads * headDim, biases),
    [`${prefix}post_attention_layernorm.weight`, [hidden]],
    ...linear(`${prefix}mlp.gate_proj`, neurons, hidden, biases),
    ...linear(`${prefix}mlp.up_proj`, neurons, hidden, biases),
    ...linear(`${prefix}mlp.down_proj`, hidden, neurons, biases),
  ];
}

function optBlock({ hidden, neurons, biases }: TinyModel, prefix: string): NamedShape[] {
  return [
    ...layerNorm(`${prefix}self_attn_layer_norm`, hidden),
    ...linear(`${prefix}self_attn.q_proj`, hidden, hidden, biases),
    ...linear(`${prefix}self_attn.k_proj`, hidden, hidden, biases),
    ...linear(`${prefix}self_attn.v_proj`, hidden, hidden, biases),
    ...linear(`${prefix}self_attn.out_proj`, hidden, hidden, biases),
    ...layerNorm(`${prefix}final_layer_norm`, hidden),
    ...linear(`${prefix}fc1`, neurons, hidden, biases),
    ...linear(`${prefix}fc2`, hidden, neurons, biases),
  ];
}

function linear(prefix: string, out: number, into: number, bias: boolean): NamedShape[] {
  const weight: NamedShape = [`${prefix}.weight`, [out, into]];
  return bias ? [weight, [`${prefix}.bias`, [out]]] : [weight];
}

function layerNorm(prefix: string, width: number): NamedShape[] {
  return [
    [`${prefix}.weight`, [width]],
    [`${prefix}.bias`, [width]],
  ];
}

/** Weights have the scale that keeps activations near one; norms lie around one so that a missing one shows. */
function randomTensor(name: string, shape: number[], model: TinyModel, random: Random): TensorValues {
  const isNorm = name.includes("norm") && name.endsWith(".weight");
  const scale = shape.length === 2 && !name.includes("embed") ? 1 / Math.sqrt(shape[1] ?? 1) : 0.5;
  const count = shape.reduce((product, extent) => product * extent, 1);
  const values = Float32Array.from({ length: count }, () =>
    rounded(isNorm ? 1 + 0.2 * random.normal() : scale * random.normal(), model.dtype),
  );
  return { shape, values, type: model.dtype };
}

function writeShards(folder: string, tensors: ReadonlyMap<string, TensorValues>, shards: number): void {
  const fileOf = (index: number) =>
    `model-${String(index + 1).padStart(5, "0")}-of-${String(shards).padStart(5, "0")}.safetensors`;
  const entries = [...tensors];
  const weightMap: Record<string, string> = {};
  for (let shard = 0; shard < shards; shard++) {
    const part = entries.filter((_, index) => Math.floor((index * shards) / entries.length) === shard);
    for (const [name] of part) weightMap[name] = fileOf(shard);
    writeSafetensors(join(folder, fileOf(shard)), new Map(part));
  }
  writeFileSync(
    join(folder, "model.safetensors.index.json"),
    JSON.stringify({ metadata: { total_size: 0 }, weight_map: weightMap }),
  );
}
