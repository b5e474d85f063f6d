import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { loadText } from "../../../src/calibration/load-text.ts";
import { openModelFolder } from "../../../src/model/open-model-folder.ts";
import { openTokenizer, type TextTokenizer } from "../../../src/model/tokenizer.ts";
import { tinyLlama, writeTinyModel } from "../../support/tiny-model.ts";

interface Case {
  readonly tokenizer: string;
  readonly text: string;
  readonly ids: readonly number[];
  readonly idsWithBos: readonly number[];
}

const fixtures = join(import.meta.dirname, "../../fixtures");
const { cases }: { cases: Case[] } = JSON.parse(readFileSync(join(fixtures, "tokenizer-ids.json"), "utf8"));

/** Python tokenizers 0.23.3 on a text of 1.29 MB; sha256 of the ids joined by spaces. */
const wholeFile = {
  model: "stories15M",
  text: "texts/wiki.test.raw",
  ids_sha256: "6e4178197a6ae238f298de15d74842dcda08866fc8a322c20e478a101d520d5f",
  first_ids: [],
};

describe("tokenizer", () => {
  let root: string;
  before(() => {
    root = mkdtempSync(join(tmpdir(), "tokenizer-"));
  });
  after(() => rmSync(root, { recursive: true }));

  /** A model folder whose embedding has `vocabulary` rows, with the tokenizer of a fixture. */
  function folderWith(name: string, vocabulary: number): string {
    const folder = mkdtempSync(join(root, `${name}-`));
    writeTinyModel(folder, { ...tinyLlama, layers: 1, vocabulary });
    cpSync(join(fixtures, "tokenizers", name), folder, { recursive: true });
    return folder;
  }

  async function open(folder: string): Promise<TextTokenizer> {
    return openTokenizer(await openModelFolder(folder));
  }

  for (const name of ["llama", "llama-metaspace", "opt", "smollm2", "llama3"]) {
    it(`gives the ids of Python's tokenizers for a tokenizer of the kind ${name}`, async () => {
      const tokenizer = await open(folderWith(name, 600));
      const own = cases.filter((one) => one.tokenizer === name);
      assert.ok(own.length > 30);
      for (const { text, ids, idsWithBos } of own) {
        const encoded = [...tokenizer.encode(text)];
        assert.deepEqual(encoded, ids, JSON.stringify(text));
        assert.deepEqual([tokenizer.bosToken, ...encoded], idsWithBos, JSON.stringify(text));
      }
    });
  }

  it("takes BOS from the config when tokenizer_config.json is missing or silent", async () => {
    const folder = folderWith("opt", 600);
    writeFileSync(join(folder, "tokenizer_config.json"), '{"bos_token": null}');
    assert.equal((await open(folder)).bosToken, 1);
    rmSync(join(folder, "tokenizer_config.json"));
    assert.equal((await open(folder)).bosToken, 1);
  });

  it("reads a BOS token that is written out as an object", async () => {
    const folder = folderWith("opt", 600);
    writeFileSync(join(folder, "tokenizer_config.json"), '{"bos_token": {"content": "</s>", "lstrip": false}}');
    assert.equal((await open(folder)).bosToken, 2);
  });

  it("refuses a tokenizer with more tokens than the model has embeddings", async () => {
    await assert.rejects(open(folderWith("llama", 300)), { name: "UserError", code: "tokenizer-model-mismatch" });
  });

  it("refuses a text that needs an added token beyond the embedding, and no other text", async () => {
    const folder = folderWith("llama", 560);
    const path = join(folder, "tokenizer.json");
    const json = JSON.parse(readFileSync(path, "utf8"));
    json.added_tokens.push({ ...json.added_tokens[0], id: 560, content: "<pad>" });
    writeFileSync(path, JSON.stringify(json));
    const tokenizer = await open(folder);
    assert.ok(tokenizer.encode("Once upon").length > 0);
    assert.throws(() => tokenizer.encode("Once <pad>"), { name: "UserError", code: "tokenizer-model-mismatch" });
  });

  it("says what is wrong with a missing or damaged tokenizer.json", async () => {
    const folder = folderWith("llama", 600);
    const path = join(folder, "tokenizer.json");
    for (const content of ["{", "[]", "null", '{"model": {}}']) {
      writeFileSync(path, content);
      await assert.rejects(open(folder), { name: "UserError" }, content);
    }
    rmSync(path);
    await assert.rejects(open(folder), { name: "UserError", code: "tokenizer-missing" });
  });

  it("encodes the shared texts as Python does, a megabyte at a time", async (t) => {
    const shared = join(import.meta.dirname, "../../../../shared");
    if (!existsSync(shared)) return t.skip("the shared models and texts are compared, because ../shared is not here");
    const { results } = JSON.parse(readFileSync(join(shared, "models/expected-perplexities.json"), "utf8"));
    const expected = [...results, wholeFile];
    for (const { model, text, ids_sha256, first_ids } of expected) {
      const tokenizer = await open(join(shared, "models", model));
      const ids = tokenizer.encode((await loadText({ path: join(shared, text), field: "text" })).text);
      assert.equal(createHash("sha256").update(ids.join(" ")).digest("hex"), ids_sha256, `${model} ${text}`);
      assert.deepEqual([...ids.subarray(0, first_ids.length)], first_ids);
    }
  });
});
