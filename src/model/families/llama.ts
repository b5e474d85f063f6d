import * as z from "zod";
import { type JsonFile, parseJsonFile } from "../json-file.ts";
import type { AffineTensors, BlockTensors, Transformer } from "../transformer.ts";
import type { Family } from "./family.ts";
import { activationNamed, Layers, mustDivide, Size, TokenId, unsupported } from "./fields.ts";
import { RotaryConfig, rotaryFrequencies } from "./rotary.ts";

/** Defaults are those of transformers' `LlamaConfig`. */
const LlamaConfig = z.object({
  hidden_size: Size,
  intermediate_size: Size,
  num_hidden_layers: Layers,
  num_attention_heads: Size,
  num_key_value_heads: Size.nullish(),
  head_dim: Size.nullish(),
  vocab_size: Size,
  max_position_embeddings: Size.default(2048),
  rms_norm_eps: z.number().positive().default(1e-6),
  rope_theta: z.number().positive().nullish(),
  rope_scaling: RotaryConfig.nullish(),
  rope_parameters: RotaryConfig.nullish(),
  hidden_act: z.string().default("silu"),
  attention_bias: z.boolean().default(false),
  mlp_bias: z.boolean().default(false),
  tie_word_embeddings: z.boolean().optional(),
  bos_token_id: TokenId.default(1),
});
type LlamaConfig = z.infer<typeof LlamaConfig>;

/** LLaMA 1 to 3.x and what shares their architecture: Vicuna, TinyLlama, SmolLM2 … */
export const llama: Family = { modelType: "llama", transformer: llamaTransformer };

function llamaTransformer(file: JsonFile, hasTensor: (name: string) => boolean): Transformer {
  const config = parseJsonFile(file, LlamaConfig);
  const heads = config.num_attention_heads;
  const groups = config.num_key_value_heads ?? heads;
  mustDivide(file.path, ["num_attention_heads", heads], ["num_key_value_heads", groups]);
  const embedding = "model.embed_tokens.weight";
  const tied = config.tie_word_embeddings ?? !hasTensor("lm_head.weight");
  return {
    family: "llama",
    layers: config.num_hidden_layers,
    hidden: config.hidden_size,
    heads,
    groups,
    headDim: headDim(file, config),
    neurons: config.intermediate_size,
    vocabulary: config.vocab_size,
    maxPositions: config.max_position_embeddings,
    norm: { kind: "rms", epsilon: config.rms_norm_eps },
    position: { kind: "rotary", frequencies: frequencies(file, config) },
    activation: activationNamed(config.hidden_act, file.path),
    embedding,
    blocks: Array.from({ length: config.num_hidden_layers }, (_, layer) => block(layer, config)),
    finalNorm: { weight: "model.norm.weight" },
    head: { weight: tied ? embedding : "lm_head.weight" },
    ...(config.bos_token_id === null ? {} : { bosToken: config.bos_token_id }),
  };
}

function headDim(file: JsonFile, config: LlamaConfig): number {
  if (config.head_dim) {
    if (config.head_dim % 2 !== 0) throw unsupported(file.path, `an odd head_dim (${config.head_dim})`);
    return config.head_dim;
  }
  const pairs = config.num_attention_heads * 2;
  mustDivide(file.path, ["hidden_size", config.hidden_size], ["twice num_attention_heads", pairs]);
  return config.hidden_size / config.num_attention_heads;
}

function frequencies(file: JsonFile, config: LlamaConfig): number[] {
  const scaling = config.rope_parameters ?? config.rope_scaling ?? {};
  const theta = scaling.rope_theta ?? config.rope_theta ?? 10_000;
  return rotaryFrequencies(headDim(file, config), theta, scaling, file.path);
}

function block(layer: number, config: LlamaConfig): BlockTensors {
  const part = (name: string, bias: boolean): AffineTensors => {
    const prefix = `model.layers.${layer}.${name}`;
    return { weight: `${prefix}.weight`, ...(bias ? { bias: `${prefix}.bias` } : {}) };
  };
  return {
    attentionNorm: part("input_layernorm", false),
    q: part("self_attn.q_proj", config.attention_bias),
    k: part("self_attn.k_proj", config.attention_bias),
    v: part("self_attn.v_proj", config.attention_bias),
    o: part("self_attn.o_proj", config.attention_bias),
    mlpNorm: part("post_attention_layernorm", false),
    gate: part("mlp.gate_proj", config.mlp_bias),
    up: part("mlp.up_proj", config.mlp_bias),
    down: part("mlp.down_proj", config.mlp_bias),
  };
}
