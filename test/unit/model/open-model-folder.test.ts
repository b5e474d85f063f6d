import assert from "node:assert/strict";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { after, before, describe, it } from "node:test";
import fc from "fast-check";
import { UserError } from "../../../src/base/errors.ts";
import { openModelFolder } from "../../../src/model/open-model-folder.ts";
import { mustHavePositions } from "../../../src/model/sequence-length.ts";
import { prunableParameters } from "../../../src/pruning/shape.ts";
import { safetensorsBytes } from "../../support/safetensors.ts";
import { type TinyModel, tinyLlama, tinyOpt, writeTinyModel } from "../../support/tiny-model.ts";

const INDEX = "model.safetensors.index.json";

describe("model folder", () => {
  let root: string;
  before(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), "model-folder-")));
  });
  after(() => rmSync(root, { recursive: true }));

  function written(model: TinyModel): string {
    const folder = mkdtempSync(join(root, "model-"));
    writeTinyModel(folder, model);
    return folder;
  }

  const rejects = (folder: string, code: string, message = /./) =>
    assert.rejects(openModelFolder(folder), { name: "UserError", code, message });

  function edit(folder: string, name: string, change: (json: Record<string, unknown>) => void): void {
    const path = join(folder, name);
    const json = JSON.parse(readFileSync(path, "utf8"));
    change(json);
    writeFileSync(path, JSON.stringify(json));
  }

  it("opens single files and shards alike", async () => {
    for (const model of [tinyLlama, tinyOpt]) {
      const single = await openModelFolder(written(model));
      const sharded = await openModelFolder(written({ ...model, shards: 3 }));
      assert.deepEqual(sharded.transformer, single.transformer);
      assert.deepEqual(sharded.shape, single.shape);
      assert.deepEqual([...sharded.tensors.keys()], [...single.tensors.keys()]);
      assert.equal(sharded.weightsRoot, sharded.path);
      assert.equal(new Set([...sharded.tensors.values()].map(({ file }) => file)).size, 3);
    }
  });

  it("locates the very bytes of a tensor", async () => {
    const folder = mkdtempSync(join(root, "bytes-"));
    const written = writeTinyModel(folder, { ...tinyLlama, shards: 2 });
    const { tensors } = await openModelFolder(folder);
    for (const [name, { file, offset, length, shape, type }] of tensors) {
      const bytes = readFileSync(file).subarray(offset, offset + length);
      const expected = written.get(name);
      assert.deepEqual({ shape, type }, { shape: expected?.shape, type: expected?.type });
      assert.deepEqual(new Float32Array(Uint8Array.from(bytes).buffer), expected?.values, name);
    }
  });

  it("counts the parameters that can be pruned, biases of removed rows included", async () => {
    const model = { ...tinyLlama, biases: true, headDim: 6 };
    const { shape } = await openModelFolder(written(model));
    const { hidden, heads, groups, neurons, layers } = model;
    const attention = 2 * heads * 6 * hidden + 2 * groups * 6 * hidden + (heads + 2 * groups) * 6;
    const mlp = 3 * neurons * hidden + 2 * neurons;
    assert.equal(prunableParameters(shape), layers * (attention + mlp));
  });

  it("refuses sequences beyond a learned table of positions, and rotary ones never", async () => {
    const opt = await openModelFolder(written(tinyOpt));
    mustHavePositions(opt, 64);
    assert.throws(() => mustHavePositions(opt, 65), {
      name: "UserError",
      code: "sequence-too-long",
      message: /64.* 65/,
    });
    mustHavePositions(await openModelFolder(written(tinyLlama)), 65);
  });

  it("has a fingerprint that changes with config, headers and weights, and with nothing else", async () => {
    const folder = written(tinyLlama);
    const { fingerprint } = await openModelFolder(folder);
    assert.equal((await openModelFolder(written(tinyLlama))).fingerprint, fingerprint);
    const trainedFurther = written({ ...tinyLlama, seed: 2 });
    assert.notEqual((await openModelFolder(trainedFurther)).fingerprint, fingerprint);
    assert.notEqual((await openModelFolder(written({ ...tinyLlama, dtype: "BF16" }))).fingerprint, fingerprint);
    edit(folder, "config.json", (config) => {
      config["rope_theta"] = 500_000;
    });
    assert.notEqual((await openModelFolder(folder)).fingerprint, fingerprint);
  });

  it("follows the links of a Hugging Face cache", async () => {
    const source = written({ ...tinyLlama, shards: 2 });
    const repository = join(root, "hub", "models--some-org--tiny-llama");
    const snapshot = join(repository, "snapshots", "0123abcd");
    const blobs = join(repository, "blobs");
    mkdirSync(snapshot, { recursive: true });
    mkdirSync(blobs);
    const names = ["config.json", INDEX, "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"];
    for (const [blob, name] of names.entries()) {
      renameSync(join(source, name), join(blobs, `blob${blob}`));
      symlinkSync(relative(snapshot, join(blobs, `blob${blob}`)), join(snapshot, name));
    }
    const model = await openModelFolder(snapshot);
    assert.equal(model.name, "some-org/tiny-llama");
    assert.equal(model.weightsRoot, blobs);
    assert.ok([...model.tensors.values()].every(({ file }) => /blob[23]$/.test(file)));
    await assert.rejects(openModelFolder(repository), { code: "config-missing", hint: /snapshots/ });
    rmSync(join(blobs, "blob3"));
    await rejects(snapshot, "weights-missing", /model-00002-of-00002\.safetensors/);
  });

  it("has the common folder of scattered shards as root", async () => {
    const folder = written({ ...tinyLlama, shards: 2 });
    const elsewhere = mkdtempSync(join(root, "model-x"));
    const shard = "model-00002-of-00002.safetensors";
    renameSync(join(folder, shard), join(elsewhere, shard));
    symlinkSync(join(elsewhere, shard), join(folder, shard));
    assert.equal((await openModelFolder(folder)).weightsRoot, root);
  });

  it("says what is wrong with the path", async () => {
    const folder = written(tinyLlama);
    await rejects(join(root, "none"), "model-missing");
    await rejects(join(folder, "config.json", "none"), "model-not-a-folder");
    await rejects(join(folder, "config.json"), "model-not-a-folder");
    await rejects(mkdtempSync(join(root, "empty-")), "config-missing");
  });

  it("says which format is needed when the weights are in another", async () => {
    const folder = written(tinyLlama);
    renameSync(join(folder, "model.safetensors"), join(folder, "pytorch_model.bin"));
    await rejects(folder, "weights-not-safetensors", /pytorch_model\.bin/);
    const gguf = mkdtempSync(join(root, "gguf-"));
    writeFileSync(join(gguf, "model.Q4_K_M.gguf"), "");
    await rejects(gguf, "config-missing", /model\.Q4_K_M\.gguf/);
  });

  it("refuses models that are quantized or of another kind", async () => {
    const quantized = { ...tinyLlama, config: { quantization_config: { quant_method: "gptq" } } };
    await rejects(written(quantized), "model-quantized");
    await assert.rejects(openModelFolder(written({ ...tinyLlama, config: { model_type: "mamba" } })), {
      code: "model-type-unsupported",
      message: /"mamba"/,
      hint: /llama, opt/,
    });
  });

  it("refuses damaged configs in one sentence that names the entry", async () => {
    const wrong = { hidden_size: "16", num_hidden_layers: 0, intermediate_size: 1.5, vocab_size: -1, model_type: 7 };
    for (const [entry, value] of Object.entries(wrong)) {
      const folder = written({ ...tinyLlama, config: { [entry]: value } });
      await rejects(folder, "config-invalid", new RegExp(`config\\.json: ${entry}: `));
    }
    await rejects(written({ ...tinyLlama, config: { num_hidden_layers: 1e9 } }), "config-invalid");
    const folder = written(tinyLlama);
    writeFileSync(join(folder, "config.json"), "{");
    await rejects(folder, "json-invalid");
  });

  it("names the tensor that is missing, has another shape or a type without graph", async () => {
    await rejects(written({ ...tinyLlama, config: { num_hidden_layers: 3 } }), "tensor-missing", /model\.layers\.2\./);
    const narrower = written({ ...tinyLlama, config: { intermediate_size: 20 } });
    await rejects(narrower, "tensor-shape", /gate_proj\.weight .* \[24, 16\].* \[20, 16\]/);
    const eightBits = written(tinyLlama);
    const header = { "model.embed_tokens.weight": { dtype: "F8_E4M3", shape: [32, 16], data_offsets: [0, 512] } };
    writeFileSync(join(eightBits, "model.safetensors"), safetensorsBytes(JSON.stringify(header), Buffer.alloc(512)));
    await rejects(eightBits, "tensor-type", /F8_E4M3/);
  });

  it("refuses a truncated weight file", async () => {
    const folder = written(tinyLlama);
    truncateSync(join(folder, "model.safetensors"), 5000);
    await rejects(folder, "safetensors-out-of-file", /Tensor model\./);
  });

  it("refuses an index that leaves the folder, without touching what it names", async () => {
    for (const shard of ["../secret", "a/../../secret", join(root, "secret"), "..", "", "."]) {
      const folder = written({ ...tinyLlama, shards: 2 });
      edit(folder, INDEX, (index) => {
        index["weight_map"] = { "model.norm.weight": shard };
      });
      await rejects(folder, "index-escapes", /index\.json/);
    }
  });

  it("refuses an index that claims what the shards do not hold", async () => {
    const folder = written({ ...tinyLlama, shards: 2 });
    edit(folder, INDEX, (index) => {
      Object.assign(index["weight_map"] ?? {}, { "model.norm.weight": "model-00001-of-00002.safetensors" });
    });
    await rejects(folder, "index-tensor-missing", /model\.norm\.weight/);
    edit(folder, INDEX, (index) => {
      index["weight_map"] = {};
    });
    await rejects(folder, "index-empty");
    edit(folder, INDEX, (index) => {
      index["weight_map"] = { a: 1 };
    });
    await rejects(folder, "config-invalid", /weight_map\.a/);
    rmSync(join(folder, "model-00001-of-00002.safetensors"));
    const missing = written({ ...tinyLlama, shards: 2 });
    rmSync(join(missing, "model-00001-of-00002.safetensors"));
    await rejects(missing, "weights-missing", /model-00001-of-00002/);
  });

  it("never fails otherwise than with a UserError, whatever an entry of the config becomes", async () => {
    const folder = written(tinyLlama);
    const config = JSON.parse(readFileSync(join(folder, "config.json"), "utf8"));
    const entries = [...Object.keys(config), "head_dim", "rope_scaling", "rope_parameters", "hidden_act"];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...entries), fc.jsonValue({ maxDepth: 2 }), async (entry, value) => {
        writeFileSync(join(folder, "config.json"), JSON.stringify({ ...config, [entry]: value }));
        await openModelFolder(folder).catch((error: unknown) => assert.ok(error instanceof UserError, String(error)));
      }),
      { numRuns: 300 },
    );
  });
});
