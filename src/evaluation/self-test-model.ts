import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { seededRandom } from "../base/random.ts";

/**
 * A llama of random bf16 weights: small enough to be written in a moment, large enough that a graphics processor wins
 * against one processor core and a graphics processor emulated in software loses.
 */
export const SELF_TEST_MODEL = {
  layers: 2,
  hidden: 512,
  neurons: 2048,
  heads: 8,
  groups: 4,
  vocabulary: 1024,
  maxPositions: 256,
} as const;

/** Writes {@link SELF_TEST_MODEL} as a Hugging Face model folder (17 MB). */
export async function writeSelfTestModel(folder: string): Promise<void> {
  const { layers, hidden, neurons, heads, groups, vocabulary, maxPositions } = SELF_TEST_MODEL;
  const config = {
    model_type: "llama",
    num_hidden_layers: layers,
    hidden_size: hidden,
    intermediate_size: neurons,
    num_attention_heads: heads,
    num_key_value_heads: groups,
    vocab_size: vocabulary,
    max_position_embeddings: maxPositions,
    rms_norm_eps: 1e-5,
    rope_theta: 10_000,
    hidden_act: "silu",
    tie_word_embeddings: true,
  };
  await writeFile(join(folder, "config.json"), JSON.stringify(config));
  await writeFile(join(folder, "model.safetensors"), safetensors(tensorShapes()));
}

function tensorShapes(): [name: string, shape: number[]][] {
  const { layers, hidden, neurons, heads, groups, vocabulary } = SELF_TEST_MODEL;
  const keyValues = (hidden / heads) * groups;
  const block: [string, number[]][] = [
    ["input_layernorm", [hidden]],
    ["self_attn.q_proj", [hidden, hidden]],
    ["self_attn.k_proj", [keyValues, hidden]],
    ["self_attn.v_proj", [keyValues, hidden]],
    ["self_attn.o_proj", [hidden, hidden]],
    ["post_attention_layernorm", [hidden]],
    ["mlp.gate_proj", [neurons, hidden]],
    ["mlp.up_proj", [neurons, hidden]],
    ["mlp.down_proj", [hidden, neurons]],
  ];
  return [
    ["model.embed_tokens.weight", [vocabulary, hidden]],
    ...Array.from({ length: layers }, (_, layer) =>
      block.map(([name, shape]): [string, number[]] => [`model.layers.${layer}.${name}.weight`, shape]),
    ).flat(),
    ["model.norm.weight", [hidden]],
  ];
}

/** The file format of huggingface/safetensors: length of the header, header, bytes of the tensors. */
function safetensors(tensors: readonly [name: string, shape: number[]][]): Buffer {
  const header: Record<string, unknown> = {};
  const parts: Buffer[] = [];
  const random = seededRandom(1);
  let end = 0;
  for (const [name, shape] of tensors) {
    const bytes = randomWeights(shape, random.next);
    header[name] = { dtype: "BF16", shape, data_offsets: [end, end + bytes.length] };
    parts.push(bytes);
    end += bytes.length;
  }
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, ...parts]);
}

/** Norms of one; matrices that keep the variance of what they are given, so that the signal neither dies nor explodes. */
function randomWeights(shape: readonly number[], next: () => number): Buffer {
  const [rows = 1, columns] = shape;
  const spread = Math.sqrt(3 / (columns ?? 1));
  const values = new Float32Array(rows * (columns ?? 1)).map(() => (columns ? (2 * next() - 1) * spread : 1));
  // The upper half of a float32 is a bfloat16 (rounded towards zero, which is as random).
  const bits = Uint16Array.from(new Uint32Array(values.buffer), (word) => word >>> 16);
  return Buffer.from(bits.buffer);
}
