import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { llama } from "../../../src/model/families/llama.ts";
import { opt } from "../../../src/model/families/opt.ts";
import type { Transformer } from "../../../src/model/transformer.ts";

const llamaConfig = {
  hidden_size: 64,
  intermediate_size: 172,
  num_hidden_layers: 2,
  num_attention_heads: 8,
  vocab_size: 512,
};
const optConfig = { hidden_size: 64, ffn_dim: 256, num_hidden_layers: 2, num_attention_heads: 8, vocab_size: 512 };

const file = (value: unknown) => ({ path: "config.json", bytes: Buffer.alloc(0), value });
type HasTensor = (name: string) => boolean;
const hasNothing: HasTensor = () => false;
const hasHead: HasTensor = (name) => name === "lm_head.weight";

const readLlama = (config: object, has = hasHead) => llama.transformer(file({ ...llamaConfig, ...config }), has);
const readOpt = (config: object, has = hasHead) => opt.transformer(file({ ...optConfig, ...config }), has);

function frequencies({ position }: Transformer): readonly number[] {
  assert.equal(position.kind, "rotary");
  return position.kind === "rotary" ? position.frequencies : [];
}

describe("llama", () => {
  it("reads the defaults of transformers", () => {
    const model = readLlama({});
    assert.equal(model.groups, 8);
    assert.equal(model.headDim, 8);
    assert.equal(model.maxPositions, 2048);
    assert.deepEqual(model.norm, { kind: "rms", epsilon: 1e-6 });
    assert.equal(model.activation, "silu");
    assert.equal(model.bosToken, 1);
    assert.deepEqual(model.head, { weight: "lm_head.weight" });
    assert.deepEqual(model.blocks[1]?.gate, { weight: "model.layers.1.mlp.gate_proj.weight" });
  });

  it("ties the head when the config says so or the checkpoint has none", () => {
    assert.equal(readLlama({ tie_word_embeddings: true }).head.weight, "model.embed_tokens.weight");
    assert.equal(readLlama({}, hasNothing).head.weight, "model.embed_tokens.weight");
  });

  it("gives each half its biases", () => {
    const attention = readLlama({ attention_bias: true }).blocks[0];
    assert.equal(attention?.o.bias, "model.layers.0.self_attn.o_proj.bias");
    assert.equal(attention?.down.bias, undefined);
    const mlp = readLlama({ mlp_bias: true }).blocks[0];
    assert.equal(mlp?.o.bias, undefined);
    assert.equal(mlp?.down.bias, "model.layers.0.mlp.down_proj.bias");
  });

  it("has no BOS token when the config says null", () => {
    assert.equal("bosToken" in readLlama({ bos_token_id: null }), false);
  });

  it("turns pair i by theta^(-2i / headDim) per position", () => {
    const expected = [1, 0.1, 0.01, 0.001];
    // 1e-15: one rounding of a power in float64.
    for (const [pair, value] of frequencies(readLlama({})).entries()) close(value, expected[pair] ?? 0, 1e-15);
    close(frequencies(readLlama({ rope_theta: 500_000, head_dim: 128 }))[1] ?? 0, 500_000 ** (-1 / 64), 1e-15);
  });

  it("reads rope_parameters of transformers 5 before rope_scaling and rope_theta", () => {
    const parameters = { rope_type: "default", rope_theta: 256 };
    const model = readLlama({
      rope_parameters: parameters,
      rope_theta: 7,
      rope_scaling: { type: "linear", factor: 2 },
    });
    close(frequencies(model)[1] ?? 0, 0.25, 1e-15);
  });

  it("scales linearly, in the old and the new spelling", () => {
    const plain = frequencies(readLlama({}));
    for (const key of ["type", "rope_type"]) {
      const scaled = frequencies(readLlama({ rope_scaling: { [key]: "linear", factor: 4 } }));
      assert.deepEqual(
        scaled,
        plain.map((frequency) => frequency / 4),
      );
    }
  });

  it("scales as Llama 3.1 does, whose rule is written by wavelength", () => {
    const scaling = {
      rope_type: "llama3",
      factor: 8,
      low_freq_factor: 1,
      high_freq_factor: 4,
      original_max_position_embeddings: 8192,
    };
    const base = { head_dim: 128, rope_theta: 500_000 };
    const plain = frequencies(readLlama(base));
    const scaled = frequencies(readLlama({ ...base, rope_scaling: scaling }));
    const kinds = new Set<string>();
    for (const [pair, frequency] of plain.entries()) {
      const { kind, value } = llama31(frequency);
      kinds.add(kind);
      // 1e-14: the two forms of the interpolation differ by a few roundings.
      close(scaled[pair] ?? 0, value, 1e-14);
    }
    assert.deepEqual([...kinds], ["kept", "interpolated", "divided"]);
  });

  it("refuses rotary scaling that it does not know or that lacks a number", () => {
    for (const rope_scaling of [
      { rope_type: "yarn", factor: 4 },
      { type: "dynamic", factor: 2 },
      { type: "linear" },
      { rope_type: "llama3", factor: 8 },
    ]) {
      assert.throws(() => readLlama({ rope_scaling }), { code: "model-unsupported", message: /rotary scaling/ });
    }
  });

  it("refuses sizes that do not divide and activations without graph", () => {
    assert.throws(() => readLlama({ num_key_value_heads: 3 }), {
      code: "config-invalid",
      message: /num_key_value_heads/,
    });
    assert.throws(() => readLlama({ num_attention_heads: 5 }), { code: "config-invalid", message: /hidden_size/ });
    assert.throws(() => readLlama({ head_dim: 7 }), { code: "model-unsupported" });
    assert.throws(() => readLlama({ hidden_act: "relu6" }), { code: "model-unsupported", message: /relu6/ });
    assert.equal(readLlama({ hidden_act: "gelu_new" }).activation, "gelu-tanh");
  });
});

describe("opt", () => {
  it("has learned positions from row 2, layer norms with bias and tied embeddings", () => {
    const model = readOpt({});
    assert.deepEqual(model.position, { kind: "learned", table: "model.decoder.embed_positions.weight", offset: 2 });
    assert.deepEqual(model.norm, { kind: "layer", epsilon: 1e-5 });
    assert.equal(model.head.weight, "model.decoder.embed_tokens.weight");
    assert.equal(model.activation, "relu");
    assert.equal(model.bosToken, 2);
    const block = model.blocks[1];
    assert.equal(block?.gate, undefined);
    assert.deepEqual(block?.o, {
      weight: "model.decoder.layers.1.self_attn.out_proj.weight",
      bias: "model.decoder.layers.1.self_attn.out_proj.bias",
    });
    assert.equal(block?.mlpNorm.weight, "model.decoder.layers.1.final_layer_norm.weight");
    assert.equal(model.finalNorm.bias, "model.decoder.final_layer_norm.bias");
  });

  it("keeps the biases of norms when enable_bias is off", () => {
    const block = readOpt({ enable_bias: false }).blocks[0];
    assert.equal(block?.up.bias, undefined);
    assert.equal(block?.attentionNorm.bias, "model.decoder.layers.0.self_attn_layer_norm.bias");
  });

  it("reads checkpoints without the outer prefix, and untied ones", () => {
    const bare = readOpt({}, (name) => name === "decoder.embed_tokens.weight");
    assert.equal(bare.blocks[0]?.up.weight, "decoder.layers.0.fc1.weight");
    assert.equal(readOpt({ tie_word_embeddings: false }).head.weight, "lm_head.weight");
  });

  it("refuses what the 350m model does differently", () => {
    assert.throws(() => readOpt({ do_layer_norm_before: false }), {
      code: "model-unsupported",
      message: /do_layer_norm/,
    });
    assert.throws(() => readOpt({ word_embed_proj_dim: 32 }), { code: "model-unsupported", message: /32/ });
    assert.equal(readOpt({ word_embed_proj_dim: 64 }).hidden, 64);
  });
});

/** `_compute_llama3_parameters` of transformers, line by line, for factor 8, bounds 1 and 4, context 8192. */
function llama31(frequency: number): { kind: string; value: number } {
  const wavelength = (2 * Math.PI) / frequency;
  if (wavelength < 8192 / 4) return { kind: "kept", value: frequency };
  if (wavelength > 8192 / 1) return { kind: "divided", value: frequency / 8 };
  const smooth = (8192 / wavelength - 1) / (4 - 1);
  return { kind: "interpolated", value: (1 - smooth) * (frequency / 8) + smooth * frequency };
}

function close(actual: number, expected: number, relative: number): void {
  assert.ok(Math.abs(actual - expected) <= relative * Math.abs(expected), `${actual} is not ${expected}`);
}
