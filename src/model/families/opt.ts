import * as z from "zod";
import { type JsonFile, parseJsonFile } from "../json-file.ts";
import type { AffineTensors, BlockTensors, Transformer } from "../transformer.ts";
import type { Family } from "./family.ts";
import { activationNamed, Layers, mustDivide, Size, TokenId, unsupported } from "./fields.ts";

/** Defaults are those of transformers' `OPTConfig`. */
const OptConfig = z.object({
  hidden_size: Size,
  ffn_dim: Size,
  num_hidden_layers: Layers,
  num_attention_heads: Size,
  vocab_size: Size,
  max_position_embeddings: Size.default(2048),
  activation_function: z.string().default("relu"),
  do_layer_norm_before: z.boolean().default(true),
  word_embed_proj_dim: Size.nullish(),
  enable_bias: z.boolean().default(true),
  layer_norm_elementwise_affine: z.boolean().default(true),
  _remove_final_layer_norm: z.boolean().default(false),
  tie_word_embeddings: z.boolean().default(true),
  bos_token_id: TokenId.default(2),
});
type OptConfig = z.infer<typeof OptConfig>;

/** PyTorch's default for `nn.LayerNorm`, which OPT keeps. */
const LAYER_NORM_EPSILON = 1e-5;
/** `OPTLearnedPositionalEmbedding` leaves the first two rows of its table to padding. */
const POSITION_OFFSET = 2;

/** Meta's OPT. */
export const opt: Family = { modelType: "opt", transformer: optTransformer };

function optTransformer(file: JsonFile, hasTensor: (name: string) => boolean): Transformer {
  const config = parseJsonFile(file, OptConfig);
  rejectVariants(file.path, config);
  const heads = config.num_attention_heads;
  mustDivide(file.path, ["hidden_size", config.hidden_size], ["num_attention_heads", heads]);
  // Checkpoints saved from OPTModel lack the outer "model.".
  const decoder = hasTensor("decoder.embed_tokens.weight") ? "decoder" : "model.decoder";
  const embedding = `${decoder}.embed_tokens.weight`;
  const tied = config.tie_word_embeddings || !hasTensor("lm_head.weight");
  return {
    family: "opt",
    layers: config.num_hidden_layers,
    hidden: config.hidden_size,
    heads,
    groups: heads,
    headDim: config.hidden_size / heads,
    neurons: config.ffn_dim,
    vocabulary: config.vocab_size,
    maxPositions: config.max_position_embeddings,
    norm: { kind: "layer", epsilon: LAYER_NORM_EPSILON },
    position: { kind: "learned", table: `${decoder}.embed_positions.weight`, offset: POSITION_OFFSET },
    activation: activationNamed(config.activation_function, file.path),
    embedding,
    blocks: Array.from({ length: config.num_hidden_layers }, (_, layer) => block(decoder, layer, config.enable_bias)),
    finalNorm: affine(`${decoder}.final_layer_norm`, true),
    head: { weight: tied ? embedding : "lm_head.weight" },
    ...(config.bos_token_id === null ? {} : { bosToken: config.bos_token_id }),
  };
}

function rejectVariants(file: string, config: OptConfig): void {
  if (!config.do_layer_norm_before)
    throw unsupported(file, "layer norms after the blocks (do_layer_norm_before false)");
  if ((config.word_embed_proj_dim ?? config.hidden_size) !== config.hidden_size) {
    throw unsupported(
      file,
      `embeddings of width ${config.word_embed_proj_dim} projected onto ${config.hidden_size} (word_embed_proj_dim)`,
    );
  }
  if (!config.layer_norm_elementwise_affine) throw unsupported(file, "layer norms without weights");
  if (config._remove_final_layer_norm) throw unsupported(file, "a model without final layer norm");
}

function block(decoder: string, layer: number, bias: boolean): BlockTensors {
  const part = (name: string, hasBias = bias) => affine(`${decoder}.layers.${layer}.${name}`, hasBias);
  return {
    attentionNorm: part("self_attn_layer_norm", true),
    q: part("self_attn.q_proj"),
    k: part("self_attn.k_proj"),
    v: part("self_attn.v_proj"),
    o: part("self_attn.out_proj"),
    mlpNorm: part("final_layer_norm", true),
    up: part("fc1"),
    down: part("fc2"),
  };
}

function affine(prefix: string, bias: boolean): AffineTensors {
  return { weight: `${prefix}.weight`, ...(bias ? { bias: `${prefix}.bias` } : {}) };
}
